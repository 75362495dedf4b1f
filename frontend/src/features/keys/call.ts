import type { Scope } from './scopes'

export interface CallExample {
  model: string
  row: Record<string, unknown>
  truth: unknown
}

interface Call {
  origin: string
  secret: string
  scopes: readonly Scope[]
  example: CallExample | null
}

/** A line for a shell that shows the key at work, by what it may do. */
export function curlLine({ origin, secret, scopes, example }: Call): string {
  const [path, body] = requestFor(scopes, example)
  const lines = [`curl '${origin}${path}'`, `  -H 'authorization: Bearer ${secret}'`]
  if (body) {
    lines.push(`  -H 'content-type: application/json'`)
    lines.push(`  -d ${shellQuoted(JSON.stringify(body))}`)
  }
  return lines.join(' \\\n')
}

function requestFor(
  scopes: readonly Scope[],
  example: CallExample | null,
): [path: string, body?: object] {
  if (example) {
    const model = `/v1/models/${encodeURIComponent(example.model)}`
    if (scopes.includes('predict')) return [`${model}/predict`, { rows: [example.row] }]
    if (scopes.includes('outcomes') && !scopes.includes('read')) {
      const outcome = { model: example.model, key: 'example-1', truth: example.truth }
      return ['/v1/outcomes', { outcomes: [outcome] }]
    }
    if (scopes.includes('write') && !scopes.includes('read'))
      return [`${model}/checks`, { reason: 'Asked for by a program' }]
  }
  return [scopes.includes('read') ? '/v1/alerts' : '/v2']
}

/** Inside single quotes a shell leaves everything as it is; a quote itself must leave and return. */
function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
