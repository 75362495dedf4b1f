import { describe, expect, it } from 'vitest'

import { policy } from '@/testing/policies'
import { rollout, transition } from '@/testing/rollouts'

import { trackOf } from './track'

const read = (...given: Parameters<typeof trackOf>) =>
  trackOf(...given).map(
    ({ kind, weight, state }) => `${kind}${weight === null ? '' : ` ${String(weight)}`} ${state}`,
  )

describe('the track of a rollout', () => {
  it('shows what is behind, where it is and what lies ahead', () => {
    expect(read(rollout, policy)).toEqual([
      'gate done',
      'shadow done',
      'canary 0.05 now',
      'canary 0.25 ahead',
      'canary 0.5 ahead',
      'promoted ahead',
      'settled ahead',
    ])
  })

  it('waits for the shadow when it is past the gate', () => {
    const gated = {
      ...rollout,
      stage: 'gated' as const,
      transitions: rollout.transitions.slice(0, 2),
    }
    expect(read(gated, policy).slice(0, 3)).toEqual([
      'gate done',
      'shadow now',
      'canary 0.05 ahead',
    ])
  })

  it('tells what a person went past', () => {
    const byHand = {
      ...rollout,
      stage: 'promoted' as const,
      weight: 1,
      transitions: [
        transition({ revision: 0, step: 'propose', to_stage: 'proposed' }),
        transition({ revision: 1, step: 'promote now', to_stage: 'promoted', weight: 1 }),
      ],
    }
    expect(read(byHand, null)).toEqual([
      'gate skipped',
      'shadow skipped',
      'promoted now',
      'settled ahead',
    ])
  })

  it('marks where it was stopped', () => {
    const rejected = {
      ...rollout,
      stage: 'rejected' as const,
      weight: 0,
      transitions: [
        ...rollout.transitions.slice(0, 3),
        transition({ revision: 3, step: 'reject', from_stage: 'shadow', to_stage: 'rejected' }),
      ],
    }
    expect(read(rejected, policy).slice(0, 3)).toEqual([
      'gate done',
      'shadow ended',
      'canary 0.05 ahead',
    ])
  })

  it('keeps a weight that the policy no longer has', () => {
    const narrower = {
      ...policy,
      canary: { ...policy.canary, steps: policy.canary.steps.slice(1) },
    }
    expect(read(rollout, narrower).slice(2, 4)).toEqual(['canary 0.05 now', 'canary 0.25 ahead'])
  })
})
