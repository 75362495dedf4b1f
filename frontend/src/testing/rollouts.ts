/** A rollout for tests: version 3 is a canary at 5 %, after gate and shadow. */
import type { RolloutDetail, RolloutTransition } from '@/api/types'

const comparison = {
  rows: 4200,
  champion_loss: 0.2,
  improvement: 0.004,
  lower: -0.001,
  upper: 0.009,
  confidence: 0.95,
}

const guardrail = (name: string, verdict: string, detail = '') => ({
  name,
  verdict,
  rows: 4000,
  value: 0.002,
  limit: 0.01,
  detail,
})

export const evidence = {
  pairs: { ...comparison, clusters: 9, truth_coverage: 0.83, dropped_share: 0.04 },
  guardrails: {
    errors: guardrail('errors', 'held'),
    latency: guardrail('latency', 'too_little_data'),
    score_shift: guardrail('score distribution', 'held'),
    nan_answers: guardrail('NaN answers', 'breached', 'NaN for carrier = OO'),
  },
}

export const gateEvidence = {
  gate: {
    ...comparison,
    latency_ratio: 1.1,
    size_ratio: 1,
    agreement: 0.97,
    nan_answers: 0,
    slices: [
      { ...comparison, name: 'carrier = EV', improvement: -0.02, lower: -0.03, upper: -0.01 },
    ],
    suspicions: ['wind predicts the truth alone: it may have leaked'],
  },
}

export function transition(
  part: Partial<RolloutTransition> & Pick<RolloutTransition, 'step' | 'to_stage' | 'revision'>,
): RolloutTransition {
  return {
    at: '2026-11-20T08:00:00Z',
    from_stage: null,
    weight: 0,
    actor: 'policy:rollouts',
    reason: `because of ${part.step}`,
    evidence: null,
    ...part,
  }
}

export const rollout: RolloutDetail = {
  id: 11,
  model: 'flight-delay',
  version: 3,
  previous_version: 2,
  stage: 'canary',
  weight: 0.05,
  reason: 'it held its ground',
  revision: 3,
  stage_since: '2026-11-22T08:00:00Z',
  paused_at: null,
  approved: false,
  probation_until: null,
  waits_for: '500 rows with truth (120 so far)',
  waits_until: '2026-12-06T08:00:00Z',
  evidence,
  evidence_at: '2026-11-23T08:00:00Z',
  created_at: '2026-11-20T08:00:00Z',
  updated_at: '2026-11-22T08:00:00Z',
  transitions: [
    transition({ revision: 0, step: 'propose', to_stage: 'proposed', actor: 'person:ada' }),
    transition({
      revision: 1,
      step: 'clear the gate',
      from_stage: 'proposed',
      to_stage: 'gated',
      evidence: gateEvidence,
    }),
    transition({ revision: 2, step: 'start shadow', from_stage: 'gated', to_stage: 'shadow' }),
    transition({
      revision: 3,
      step: 'start canary',
      from_stage: 'shadow',
      to_stage: 'canary',
      weight: 0.05,
      evidence,
    }),
  ],
}
