import type { Row, SchemaField } from '@/api/types'

import type { FormField, FormGroup } from './fields'

export type FieldProblem =
  | { kind: 'required' }
  | { kind: 'range'; minimum: number | null; maximum: number | null }
  | { kind: 'tooLong'; maximum: number }
  | { kind: 'size'; expected: number }

export interface RowResult {
  row: Row
  problems: Record<string, FieldProblem>
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === ''
}

function numberProblem(field: SchemaField, value: unknown): FieldProblem | null {
  const number = Number(value)
  const { minimum, maximum } = field
  const outside =
    !Number.isFinite(number) ||
    (minimum !== null && number < minimum) ||
    (maximum !== null && number > maximum)
  return outside ? { kind: 'range', minimum, maximum } : null
}

function tensorProblem(field: SchemaField, value: unknown): FieldProblem | null {
  const expected = field.shape.reduce((product, side) => product * side, 1)
  const size = Array.isArray(value) ? value.flat(field.shape.length).length : 0
  return size === expected ? null : { kind: 'size', expected }
}

function problemOf(field: SchemaField, value: unknown): FieldProblem | null {
  if (isEmpty(value)) return field.nullable ? null : { kind: 'required' }
  switch (field.kind) {
    case 'number':
    case 'integer':
      return numberProblem(field, value)
    case 'tensor':
      return tensorProblem(field, value)
    case 'text': {
      const tooLong = String(value).length > field.max_length
      return tooLong ? { kind: 'tooLong', maximum: field.max_length } : null
    }
    case 'boolean':
    case 'category':
      return null
  }
}

function sentValue({ field }: FormField, value: unknown): unknown {
  if (field.kind === 'integer') return Math.round(Number(value))
  if (field.kind === 'number') return Number(value)
  return value
}

/** The row that the form's values make, and what is wrong with them by field name. */
export function rowFrom(groups: FormGroup[], values: Row): RowResult {
  const result: RowResult = { row: {}, problems: {} }
  for (const formField of groups.flatMap((group) => group.fields)) {
    const { name } = formField.field
    const value = values[name]
    const problem = problemOf(formField.field, value)
    if (problem) result.problems[name] = problem
    else if (isEmpty(value)) result.row[name] = null
    else result.row[name] = sentValue(formField, value)
  }
  return result
}
