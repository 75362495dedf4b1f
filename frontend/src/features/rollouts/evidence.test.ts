import { describe, expect, it } from 'vitest'

import { evidence, gateEvidence } from '@/testing/rollouts'

import { evidenceFrom, standing } from './evidence'

describe('evidence', () => {
  it('turns improvements into losses as shares of the champion’s', () => {
    const { pairs } = evidenceFrom(evidence)
    expect(pairs).toMatchObject({ rows: 4200, isRelative: true, truthCoverage: 0.83 })
    // 0.004 better on a loss of 0.2, from 0.001 worse to 0.009 better.
    expect(pairs?.change).toBeCloseTo(-0.02)
    expect(pairs?.lower).toBeCloseTo(-0.045)
    expect(pairs?.upper).toBeCloseTo(0.005)
  })

  it('keeps the verdicts and their causes', () => {
    const { guardrails } = evidenceFrom(evidence)
    expect(guardrails.map(({ verdict }) => verdict)).toEqual([
      'held',
      'too_little_data',
      'held',
      'breached',
    ])
    expect(guardrails[3]?.detail).toBe('NaN for carrier = OO')
  })

  it('has what the gate suspects', () => {
    const { gate } = evidenceFrom(gateEvidence)
    expect(gate?.suspicions).toHaveLength(1)
    expect(gate?.slices[0]?.name).toBe('carrier = EV')
  })

  it('is empty where nothing was measured, and knows what is no number', () => {
    expect(evidenceFrom(null)).toEqual({ gate: null, pairs: null, guardrails: [] })
    expect(evidenceFrom({ pairs: { rows: 3, improvement: null } }).pairs?.change).toBeNaN()
  })
})

describe('an interval', () => {
  const found = { rows: 1, change: 0, isRelative: true, confidence: 0.95 }

  it('is good when all of it is accepted, worse when none of it is', () => {
    expect(standing({ ...found, lower: -0.02, upper: 0.01 }, 0.01, 'not_worse')).toBe('good')
    expect(standing({ ...found, lower: -0.02, upper: 0.02 }, 0.01, 'not_worse')).toBe('open')
    expect(standing({ ...found, lower: 0.02, upper: 0.03 }, 0.01, 'not_worse')).toBe('worse')
  })

  it('is good unless it is worse where only harm counts', () => {
    expect(standing({ ...found, lower: -0.02, upper: 0.5 }, 0.01, 'no_harm')).toBe('good')
    expect(standing({ ...found, lower: 0.02, upper: 0.5 }, 0.01, 'no_harm')).toBe('worse')
  })

  it('must lie below 0 where better is demanded', () => {
    expect(standing({ ...found, lower: -0.02, upper: 0 }, 0, 'better')).toBe('open')
    expect(standing({ ...found, lower: -0.02, upper: -0.01 }, 0, 'better')).toBe('good')
  })
})
