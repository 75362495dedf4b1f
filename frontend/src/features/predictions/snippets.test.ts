import { execFileSync } from 'node:child_process'

import { describe, expect, it } from 'vitest'

import { snippet } from './snippets'

const row = {
  text: `It's "fine" \\ $HOME`,
  wind: 2.5,
  holiday: true,
  year: null,
  image: [
    [0, 1],
    [2, 3],
  ],
}
const call = { origin: 'https://farol.example', model: 'flight-delay', row }

describe('the same call in code', () => {
  it('survives a shell unharmed', () => {
    const command = snippet('curl', call).replace(/^curl/, `printf '%s\\n'`)
    const words = execFileSync('sh', ['-c', command], { encoding: 'utf8' }).trimEnd().split('\n')
    expect(words[0]).toBe('https://farol.example/v1/models/flight-delay/predict')
    expect(JSON.parse(words.at(-1) ?? '')).toEqual({ rows: [row] })
  })

  it('is Python that means the same row', () => {
    const assignment = snippet('python', call).split('request =')[0] ?? ''
    const program = `${assignment}\nprint(json.dumps(row))`
    expect(JSON.parse(execFileSync('python3', ['-c', program], { encoding: 'utf8' }))).toEqual(row)
  })

  it('is JavaScript with one line for an array of numbers', () => {
    const code = snippet('javascript', call)
    expect(code).toContain('[0, 1]')
    expect(code).toContain('fetch("https://farol.example/v1/models/flight-delay/predict"')
  })
})
