/** A recipe's parameters as lines of text, `name = value`, and back. */
import type { Policy } from '@/api/types'

export type Parameters = Policy['retraining']['parameters']

const LINE = /^\s*([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/
const CONSTANTS: Readonly<Parameters> = { true: true, false: false, null: null }

export function parameterLines(parameters: Parameters): string[] {
  return Object.entries(parameters).map(([name, value]) => `${name} = ${String(value)}`)
}

function parsed(text: string): Parameters[string] {
  if (text in CONSTANTS) return CONSTANTS[text] ?? null
  const number = Number(text)
  return text !== '' && Number.isFinite(number) ? number : text
}

/** Null where a line is no `name = value`; empty lines count for nothing. */
export function parametersFrom(text: string): Parameters | null {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const found = lines.map((line) => LINE.exec(line))
  if (found.some((match) => match === null)) return null
  return Object.fromEntries(found.map((match) => [match?.[1] ?? '', parsed(match?.[2] ?? '')]))
}
