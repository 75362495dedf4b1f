import { describe, expect, it } from 'vitest'

import { policy } from '@/testing/policies'

import { GROUPS } from './fields'
import { changes, isOn, numberAt, withSetting } from './values'
import { TITLES } from './words'

describe('a setting', () => {
  it('is found by its path', () => {
    expect(numberAt(policy, 'retraining.recalibration.max_auc_loss')).toBe(0.02)
    expect(numberAt(policy, 'retraining.schedule_days')).toBeNull()
    expect(isOn(policy, 'takes_back')).toBe(true)
  })

  it('is changed without touching the rest', () => {
    const changed = withSetting(policy, 'retraining.recalibration.max_auc_loss', 0.03)
    expect(changes(policy, changed)).toEqual([
      { path: 'retraining.recalibration.max_auc_loss', before: 0.02, after: 0.03 },
    ])
    expect(policy.retraining.recalibration.max_auc_loss).toBe(0.02)
  })
})

describe('changes', () => {
  it('count a list as one setting', () => {
    const steps = policy.canary.steps.slice(1)
    const changed = { ...policy, approvals: [], canary: { ...policy.canary, steps } }
    expect(changes(policy, changed).map(({ path }) => path)).toEqual(['canary.steps', 'approvals'])
  })

  it('are none between equal policies', () => {
    expect(changes(policy, structuredClone(policy))).toEqual([])
  })
})

describe('the form', () => {
  it('has every setting that a policy has', () => {
    const inForm = GROUPS.flatMap(({ settings }) => settings.map(({ path }) => path as string))
    const besides = ['retraining.parameters', 'shadow.demand', 'canary.steps', 'approvals']
    const all = changes(blank(policy), policy).map(({ path }) => path)
    expect([...inForm, ...besides].sort()).toEqual(all.sort())
    expect(Object.keys(TITLES).sort()).toEqual(all.sort())
  })
})

/** The same shape with a value that no setting has. */
function blank(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'blank'
  if (Object.keys(value).length === 0) return 'blank'
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, blank(part)]))
}
