import { describe, expect, it } from 'vitest'

import type { ValueFormula } from '@/api/types'

import { draftOf, formulaOf } from './formula'

const FORMULAS: ValueFormula[] = [
  {
    kind: 'warning',
    unit: 'minutes',
    money_per_unit: 1.2,
    right_warning: 25,
    false_warning: 4,
  },
  { kind: 'answer', unit: 'letters', money_per_unit: null, right_answer: 1, wrong_answer: 0 },
  { kind: 'forecast', unit: 'bikes', money_per_unit: 2, error_without: 60, each_unit: 0.5 },
]

describe('a formula that is being written', () => {
  it.each(FORMULAS)('is the same again when it is read: %j', (formula) => {
    expect(formulaOf(draftOf(formula))).toEqual(formula)
  })

  it('is none while a number or the unit is missing', () => {
    const draft = draftOf(FORMULAS[0] as ValueFormula)
    expect(formulaOf({ ...draft, first: null })).toBeNull()
    expect(formulaOf({ ...draft, unit: ' ' })).toBeNull()
  })
})
