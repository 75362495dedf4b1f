/** A running experiment for tests: version 3 against the champion, looked at once. */
import type { ExperimentDetail } from '@/api/types'

const sentences = {
  en: 'Not decided yet: new changes the Brier score by between -0.001 and 0.012.',
  'pt-BR': 'Ainda sem decisão: new muda o escore de Brier entre -0,001 e 0,012.',
}
const effect = { estimate: 0.0055, lower: -0.001, upper: 0.012 }
const counts = { present: 3190, new: 3222 }

export const experiment: ExperimentDetail = {
  id: 9,
  model: 'flight-delay',
  name: 'Is version 3 better?',
  status: 'running',
  revision: 1,
  created_at: '2026-11-20T12:00:00Z',
  created_by: 'person:ada',
  reason: 'Two good versions',
  started_at: '2026-11-20T13:00:00Z',
  started_by: 'person:ada',
  start_reason: 'The timetable begins',
  stopped_at: null,
  stopped_by: null,
  stop_reason: null,
  learnt: sentences,
  plan: {
    arms: [
      { name: 'present', version: 2, share: 0.5 },
      { name: 'new', version: 3, share: 0.5 },
    ],
    control: 'present',
    goal: { measure: 'quality', values: [] },
    minimum_effect: 0.005,
    confidence: 0.95,
    guardrails: [{ measure: 'latency', tolerance: 0.05 }],
    horizon: { subjects: 20_000, days: 28 },
    minimum_subjects: 100,
    mode: 'fixed',
    thompson: { floor: 0.1, every_hours: 1 },
    covariate_days: 14,
    stops_itself: true,
  },
  looked_at: '2026-11-21T12:00:00Z',
  result: {
    decision: 'continue',
    winner: null,
    stops: null,
    sentences,
    arms: [
      {
        name: 'present',
        version: 2,
        share: 0.5,
        subjects: 3190,
        measured: 2871,
        mean: 0.156,
        effect: null,
        verdict: null,
        breached: [],
        unjudged: [],
      },
      {
        name: 'new',
        version: 3,
        share: 0.5,
        subjects: 3222,
        measured: 2904,
        mean: 0.15,
        effect,
        verdict: 'undecided',
        breached: ['latency'],
        unjudged: [],
      },
    ],
    guardrails: [
      {
        measure: 'latency',
        tolerance: 0.05,
        means: { present: 0.0011, new: 0.09 },
        counted: counts,
        broken_by: ['new'],
      },
    ],
    ratio: { mismatch: false, counts, expected_shares: { present: 0.5, new: 0.5 } },
    rows: 8120,
    subjects: 6412,
    with_past: 731,
    allocation: 1,
  },
  looks: [
    {
      at: '2026-11-21T12:00:00Z',
      decision: 'continue',
      subjects: 6412,
      sentences,
      effects: { new: effect },
    },
  ],
  allocations: [
    {
      number: 1,
      at: '2026-11-20T13:00:00Z',
      shares: { present: 0.5, new: 0.5 },
      reason: 'the plan’s shares',
    },
  ],
}
