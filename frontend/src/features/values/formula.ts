import type { ParseKeys } from 'i18next'

import type { ValueFormula } from '@/api/types'

/** A formula while it is being written: what is not a number yet is null. */
export interface Draft {
  kind: ValueFormula['kind']
  unit: string
  money_per_unit: number | null
  first: number | null
  second: number | null
}

interface Shape {
  title: ParseKeys
  /** What the numbers are called, in the business's words. */
  first: ParseKeys
  second: ParseKeys
  firstName: string
  secondName: string
}

/** Each kind has two numbers of its own. */
export const SHAPES = {
  warning: {
    title: 'value.warning',
    first: 'value.rightWarning',
    second: 'value.falseWarning',
    firstName: 'right_warning',
    secondName: 'false_warning',
  },
  answer: {
    title: 'value.answer',
    first: 'value.rightAnswer',
    second: 'value.wrongAnswer',
    firstName: 'right_answer',
    secondName: 'wrong_answer',
  },
  forecast: {
    title: 'value.forecast',
    first: 'value.errorWithout',
    second: 'value.eachUnit',
    firstName: 'error_without',
    secondName: 'each_unit',
  },
} as const satisfies Record<ValueFormula['kind'], Shape>

export function draftOf(formula: ValueFormula): Draft {
  const { kind, unit, money_per_unit } = formula
  const { firstName, secondName } = SHAPES[kind]
  const numbers = formula as unknown as Record<string, number>
  return {
    kind,
    unit,
    money_per_unit,
    first: numbers[firstName] ?? null,
    second: numbers[secondName] ?? null,
  }
}

/** Null while something that it needs is missing. */
export function formulaOf({
  kind,
  unit,
  money_per_unit,
  first,
  second,
}: Draft): ValueFormula | null {
  if (unit.trim() === '' || first === null || second === null) return null
  const { firstName, secondName } = SHAPES[kind]
  const numbers = { [firstName]: first, [secondName]: second }
  return { kind, unit: unit.trim(), money_per_unit, ...numbers } as unknown as ValueFormula
}
