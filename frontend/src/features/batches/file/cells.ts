/** Whether a cell's text is a value of its field, by the rules that the server reads it by. */
import type { SchemaField } from '@/api/types'

export type CellProblem =
  | { kind: 'empty' }
  | { kind: 'number' }
  | { kind: 'whole' }
  | { kind: 'flag' }
  | { kind: 'choice'; choices: string[] }
  | { kind: 'range'; minimum: number | null; maximum: number | null }
  | { kind: 'long'; maximum: number }
  | { kind: 'list'; size: number }

const MISSING = new Set(['', 'NA', 'N/A', 'NaN', 'nan', 'null', 'NULL', 'None'])
const FLAGS = new Set(['true', '1', 'yes', 't', 'false', '0', 'no', 'f'])
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i
const WHOLE = /^[+-]?\d{1,18}(\.0*)?$/

export function mayBeEmpty(field: SchemaField): boolean {
  return field.nullable || field.default !== null
}

export function cellProblem(field: SchemaField, text: string): CellProblem | null {
  if (field.kind === 'text' || field.kind === 'category') return wordProblem(field, text)
  const value = text.trim()
  if (MISSING.has(value)) return mayBeEmpty(field) ? null : { kind: 'empty' }
  switch (field.kind) {
    case 'number':
      return NUMBER.test(value) ? rangeProblem(field, value) : { kind: 'number' }
    case 'integer':
      return WHOLE.test(value) ? rangeProblem(field, value) : { kind: 'whole' }
    case 'boolean':
      return FLAGS.has(value.toLowerCase()) ? null : { kind: 'flag' }
    case 'tensor':
      return listProblem(field, value)
  }
}

function wordProblem(field: SchemaField, text: string): CellProblem | null {
  if (text === '' && field.nullable) return null
  const { choices, unknown, max_length: maximum } = field
  if (text.length > maximum) return { kind: 'long', maximum }
  if (field.kind === 'category' && choices.length > 0 && unknown === 'refuse') {
    return choices.includes(text) ? null : { kind: 'choice', choices }
  }
  return null
}

function rangeProblem({ minimum, maximum }: SchemaField, text: string): CellProblem | null {
  const value = Number(text)
  const outside =
    !Number.isFinite(value) ||
    (minimum !== null && value < minimum) ||
    (maximum !== null && value > maximum)
  return outside ? { kind: 'range', minimum, maximum } : null
}

function listProblem({ shape }: SchemaField, text: string): CellProblem | null {
  const size = shape.reduce((product, side) => product * side, 1)
  try {
    const value: unknown = JSON.parse(text)
    const fits = Array.isArray(value) && value.flat(shape.length).length === size
    return fits ? null : { kind: 'list', size }
  } catch {
    return { kind: 'list', size }
  }
}
