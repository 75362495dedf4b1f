/** The same call as a program makes it. */
import type { Row } from '@/api/types'

export interface Call {
  origin: string
  model: string
  row: Row
}

export type SnippetLanguage = 'curl' | 'python' | 'javascript'

function url({ origin, model }: Call): string {
  return `${origin}/v1/models/${encodeURIComponent(model)}/predict`
}

function json(value: unknown): string {
  return JSON.stringify(value)
}

/** Inside single quotes a shell leaves everything as it is; a quote itself must leave and return. */
function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}

function curl(call: Call): string {
  return [
    `curl ${shellQuoted(url(call))} \\`,
    `  -H 'content-type: application/json' \\`,
    `  -d ${shellQuoted(json({ rows: [call.row] }))}`,
  ].join('\n')
}

/** JSON's texts and numbers are Python's too; its three words are not. */
function pythonLiteral(value: unknown): string {
  if (value === null || value === undefined) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (Array.isArray(value)) return `[${value.map(pythonLiteral).join(', ')}]`
  if (typeof value === 'object') {
    const members = Object.entries(value).map(
      ([name, member]) => `${json(name)}: ${pythonLiteral(member)}`,
    )
    return `{${members.join(', ')}}`
  }
  return json(value)
}

function pythonRow(row: Row): string {
  const lines = Object.entries(row).map(
    ([name, value]) => `    ${json(name)}: ${pythonLiteral(value)},`,
  )
  return ['{', ...lines, '}'].join('\n')
}

function python(call: Call): string {
  return [
    'import json',
    'from urllib.request import Request, urlopen',
    '',
    `row = ${pythonRow(call.row)}`,
    'request = Request(',
    `    ${json(url(call))},`,
    '    data=json.dumps({"rows": [row]}).encode(),',
    '    headers={"content-type": "application/json"},',
    ')',
    'with urlopen(request) as response:',
    '    print(json.load(response)["predictions"][0])',
  ].join('\n')
}

function javascript(call: Call): string {
  return [
    `const row = ${shortArrays(JSON.stringify(call.row, null, 2))}`,
    `const response = await fetch(${json(url(call))}, {`,
    `  method: 'POST',`,
    `  headers: { 'content-type': 'application/json' },`,
    `  body: JSON.stringify({ rows: [row] }),`,
    `})`,
    `const { predictions } = await response.json()`,
    `console.log(predictions[0])`,
  ].join('\n')
}

/** Numbers of an array on one line: a picture's 784 would be as many lines. */
function shortArrays(text: string): string {
  return text.replaceAll(/\[[\s\d.,eE+-]+\]/g, (array) =>
    array.replaceAll(/\s+/g, ' ').replace('[ ', '[').replace(' ]', ']'),
  )
}

const WRITERS: Record<SnippetLanguage, (call: Call) => string> = { curl, python, javascript }

export function snippet(language: SnippetLanguage, call: Call): string {
  return WRITERS[language](call)
}
