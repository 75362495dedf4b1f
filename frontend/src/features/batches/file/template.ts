import type { Example, Row, SchemaField } from '@/api/types'

import { csvLine } from './csv'

/** A file that the model takes as it is: its columns, and its examples as rows. */
export function templateCsv(fields: readonly SchemaField[], examples: readonly Example[]): string {
  const header = fields.map((field) => field.name)
  const rows = examples.map(({ row }) => header.map((name) => cellOf(row, name)))
  return [header, ...rows].map((cells) => `${csvLine(cells)}\n`).join('')
}

function cellOf(row: Row, name: string): string {
  const value = row[name]
  if (value === null || value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}
