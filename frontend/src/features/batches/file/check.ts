/** What can be told of a file before it is sent; the server has the last word on every row. */
import type { SchemaField } from '@/api/types'

import { cellProblem, type CellProblem, mayBeEmpty } from './cells'
import { parseCsv, UnclosedQuote } from './csv'

/** Because of these nothing of the file can be scored. */
export type FileProblem =
  | { kind: 'empty' }
  | { kind: 'notText' }
  | { kind: 'noRows' }
  | { kind: 'missing'; columns: string[]; found: string[] }
  | { kind: 'twice'; columns: string[] }
  | { kind: 'quote'; line: number }

/** A row that will be left out. */
export interface RowProblem {
  line: number
  column: string
  value: string
  problem: CellProblem | { kind: 'cells'; expected: number; found: number } | { kind: 'json' }
}

export interface FileCheck {
  problem: FileProblem | null
  rows: number
  /** Columns that the model does not look at. */
  unused: string[]
  /** The first of each row, of as many rows as are listed. */
  rowProblems: RowProblem[]
  /** How many rows have one. */
  badRows: number
}

export const LISTED = 20
/** Columns that Farol takes for its own use, where the model has no field of the name. */
const OWN = ['key', 'occurred_at']

export function checkCsv(content: ArrayBuffer, fields: readonly SchemaField[]): FileCheck {
  const text = textOf(content)
  if (typeof text !== 'string') return failed(text)
  const names = fields.map((field) => field.name)
  try {
    const { columns, records } = parseCsv(text, names)
    const twice = columns.filter((name, index) => columns.indexOf(name) !== index)
    if (twice.length > 0) return failed({ kind: 'twice', columns: [...new Set(twice)] })
    const missing = fields
      .filter((field) => !mayBeEmpty(field) && !columns.includes(field.name))
      .map((field) => field.name)
    if (missing.length > 0) return failed({ kind: 'missing', columns: missing, found: columns })
    if (records.length === 0) return failed({ kind: 'noRows' })
    const unused = columns.filter((name) => !names.includes(name) && !OWN.includes(name))
    const used = fields
      .map((field) => ({ field, index: columns.indexOf(field.name) }))
      .filter(({ index }) => index !== -1)
    const problems = records.flatMap(({ line, cells }): RowProblem[] => {
      if (cells.length !== columns.length) {
        const counts = { expected: columns.length, found: cells.length }
        return [{ line, column: '', value: '', problem: { kind: 'cells', ...counts } }]
      }
      for (const { field, index } of used) {
        const value = cells[index] ?? ''
        const problem = cellProblem(field, value)
        if (problem) return [{ line, column: field.name, value, problem }]
      }
      return []
    })
    return found(records.length, unused, problems)
  } catch (error) {
    if (error instanceof UnclosedQuote) return failed({ kind: 'quote', line: error.line })
    throw error
  }
}

/** One JSON object a line; what is in it the server looks at. */
export function checkNdjson(content: ArrayBuffer): FileCheck {
  const text = textOf(content)
  if (typeof text !== 'string') return failed(text)
  const lines = text
    .split(/\r\n|\r|\n/)
    .map((value, index) => ({ value, line: index + 1 }))
    .filter(({ value }) => value.trim() !== '')
  if (lines.length === 0) return failed({ kind: 'noRows' })
  const problems = lines
    .filter(({ value }) => !isObject(value))
    .map(({ value, line }): RowProblem => ({ line, column: '', value, problem: { kind: 'json' } }))
  return found(lines.length, [], problems)
}

function textOf(content: ArrayBuffer): string | FileProblem {
  if (content.byteLength === 0) return { kind: 'empty' }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(content)
    return text.includes('\0') ? { kind: 'notText' } : text
  } catch {
    return { kind: 'notText' }
  }
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}

function failed(problem: FileProblem): FileCheck {
  return { problem, rows: 0, unused: [], rowProblems: [], badRows: 0 }
}

function found(rows: number, unused: string[], problems: RowProblem[]): FileCheck {
  const rowProblems = problems.slice(0, LISTED)
  return { problem: null, rows, unused, rowProblems, badRows: problems.length }
}
