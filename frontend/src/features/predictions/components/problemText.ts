import type { TFunction } from 'i18next'

import type { Formatter } from '@/lib/format'

import type { FieldProblem } from '../form/row'

export function problemText(problem: FieldProblem, t: TFunction, format: Formatter): string {
  switch (problem.kind) {
    case 'required':
      return t('form.required')
    case 'tooLong':
      return t('form.tooLong', { maximum: format.integer(problem.maximum) })
    case 'size':
      return t('form.size', { expected: format.integer(problem.expected) })
    case 'range':
      return rangeText(problem.minimum, problem.maximum, t, format)
  }
}

function rangeText(
  minimum: number | null,
  maximum: number | null,
  t: TFunction,
  format: Formatter,
): string {
  if (minimum !== null && maximum !== null) {
    return t('form.between', { minimum: format.number(minimum), maximum: format.number(maximum) })
  }
  if (minimum !== null) return t('form.atLeast', { minimum: format.number(minimum) })
  if (maximum !== null) return t('form.atMost', { maximum: format.number(maximum) })
  return t('form.notANumber')
}
