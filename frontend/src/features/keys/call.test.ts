import { describe, expect, it } from 'vitest'

import { curlLine } from './call'

const example = { model: 'flight-delay', row: { carrier: "O'Hare" }, truth: 'late' }
const call = { origin: 'https://farol.example', secret: 'farol_a_b', example }

describe('the call that a new key is shown with', () => {
  it('asks for a prediction where it may, quoted for a shell', () => {
    expect(curlLine({ ...call, scopes: ['predict', 'read'] })).toBe(
      `curl 'https://farol.example/v1/models/flight-delay/predict' \\\n` +
        `  -H 'authorization: Bearer farol_a_b' \\\n` +
        `  -H 'content-type: application/json' \\\n` +
        `  -d '{"rows":[{"carrier":"O'\\''Hare"}]}'`,
    )
  })

  it.each([
    [['read', 'write'], '/v1/alerts'],
    [['outcomes'], '/v1/outcomes'],
    [['write'], '/v1/models/flight-delay/checks'],
  ] as const)('does with %j what that allows', (scopes, path) => {
    expect(curlLine({ ...call, scopes })).toContain(`'https://farol.example${path}'`)
  })

  it('asks for what needs no model where there is none', () => {
    expect(curlLine({ ...call, scopes: ['predict'], example: null })).toContain('/v2')
  })
})
