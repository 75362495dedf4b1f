import { describe, expect, it } from 'vitest'

import { parameterLines, parametersFrom } from './parameters'

describe('parameters as text', () => {
  it('come back as they were', () => {
    const parameters = { trees: 300, rate: 0.05, kind: 'dart', fast: true, cap: null }
    expect(parametersFrom(parameterLines(parameters).join('\n'))).toEqual(parameters)
  })

  it('may have empty lines and room', () => {
    expect(parametersFrom('\n  trees=3 \n\n')).toEqual({ trees: 3 })
    expect(parametersFrom('')).toEqual({})
  })

  it('are refused where a line is none', () => {
    expect(parametersFrom('trees 300')).toBeNull()
    expect(parametersFrom('3 = 4')).toBeNull()
  })
})
