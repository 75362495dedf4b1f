import { describe, expect, it } from 'vitest'

import { startingPlan, withArm, withArmChanged, withGoal, withoutArm } from './plans'

const plan = startingPlan([{ version: 1 }, { version: 3 }, { version: 2 }], 2)

describe('a plan', () => {
  it('begins with the champion as its control against the newest other version', () => {
    expect(plan.arms.map(({ version }) => version)).toEqual([2, 3])
    expect(plan.control).toBe('present')
    expect(startingPlan([{ version: 1 }], 1).arms.map(({ version }) => version)).toEqual([1, 1])
  })

  it('shares the subjects equally again when an arm comes or goes', () => {
    const wider = withArm(withArm(plan))
    expect(wider.arms.map(({ name }) => name)).toEqual(['present', 'new', 'new-2', 'new-3'])
    expect(wider.arms.map(({ share }) => share)).toEqual([0.25, 0.25, 0.25, 0.25])
    expect(withoutArm(wider, 0).control).toBe('new')
    expect(withoutArm(wider, 1).control).toBe('present')
  })

  it('keeps its control under another name', () => {
    expect(withArmChanged(plan, 0, { name: 'old' }).control).toBe('old')
    expect(withArmChanged(plan, 1, { name: 'fresh' }).control).toBe('present')
  })

  it('guards nothing that is its goal', () => {
    const guarded = withGoal(plan, 'latency').guardrails.map(({ measure }) => measure)
    expect(guarded).toEqual(['errors'])
  })
})
