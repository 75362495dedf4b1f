import { describe, expect, it } from 'vitest'

import { policy } from '@/testing/policies'
import { rollout } from '@/testing/rollouts'

import { awaitedApproval, possibleActions, widerWeight } from './stages'

describe('what a person may do', () => {
  it('depends on the stage', () => {
    const actions = (part: Partial<typeof rollout>) =>
      possibleActions({ ...rollout, ...part }, policy)
    expect(actions({})).toEqual(['pause', 'promote', 'roll_back', 'abort'])
    expect(actions({ stage: 'proposed' })).toEqual(['promote', 'abort'])
    expect(actions({ stage: 'settled', weight: 1 })).toEqual(['roll_back'])
    expect(actions({ stage: 'settled', weight: 1, previous_version: null })).toEqual([])
    expect(actions({ stage: 'rejected' })).toEqual([])
  })

  it('includes an approval only where the policy waits for one', () => {
    const atLastWeight = { ...rollout, weight: 0.5 }
    expect(possibleActions(atLastWeight, policy)).toContain('approve')
    expect(possibleActions({ ...atLastWeight, approved: true }, policy)).not.toContain('approve')
    expect(possibleActions(atLastWeight, { ...policy, approvals: [] })).not.toContain('approve')
    expect(possibleActions({ ...rollout, stage: 'shadow' }, policy)).toContain('approve')
    expect(possibleActions({ ...rollout, stage: 'gated' }, policy)).not.toContain('approve')
  })

  it('is to resume what is paused', () => {
    const paused = possibleActions({ ...rollout, paused_at: '2026-11-22T09:00:00Z' }, policy)
    expect(paused).toContain('resume')
    expect(paused).not.toContain('pause')
  })
})

describe('what comes next', () => {
  it('is the next weight, then the promotion', () => {
    expect(widerWeight(rollout, policy)).toBe(0.25)
    expect(awaitedApproval(rollout, policy)).toBeNull()
    expect(widerWeight({ ...rollout, weight: 0.5 }, policy)).toBeNull()
    expect(awaitedApproval({ ...rollout, weight: 0.5 }, policy)).toBe('promotion')
  })
})
