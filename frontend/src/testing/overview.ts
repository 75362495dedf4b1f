/** An overview for tests: flights need somebody, digits are well. */
import type { ModelOverview, Overview } from '@/api/types'

const NO_ALERTS = { open_serious: 0, open_moderate: 0, acknowledged: 0, about_jobs: 0 }

export const needing: ModelOverview = {
  name: 'flight-delay',
  title: { en: 'Flight delay', 'pt-BR': 'Atraso de voo' },
  attention: [
    { need: 'serious_alert', count: 2 },
    { need: 'approval', count: 1 },
    { need: 'training_failed', count: 1 },
    { need: 'no_truth', count: 12_000 },
  ],
  serves: { version: 2, since: '2026-11-20T12:00:00Z', stage: 'settled', probation_until: null },
  trial: {
    rollout_id: 11,
    version: 3,
    stage: 'canary',
    weight: 0.25,
    since: '2026-11-22T12:00:00Z',
    paused: false,
    awaits_approval: true,
    waits_for: 'a person’s approval before the promotion',
    waits_until: null,
  },
  checked_at: '2026-11-22T18:00:00Z',
  quality: {
    severity: 'moderate',
    reason: 'the loss has grown',
    promised: 0.157,
    headline: 'brier',
    title: { en: 'Brier score', 'pt-BR': 'Pontuação de Brier' },
    better: 'lower',
    unit: '',
    figure: { name: 'brier', value: 0.171, lower: 0.16, upper: 0.18, rows: 800 },
    rows: 12_000,
    truths: 9_000,
    truth_coverage: 0.75,
  },
  drift: { severity: 'serious', reason: 'wind' },
  last_training: {
    id: 4,
    state: 'failed',
    version: null,
    created_at: '2026-11-22T20:00:00Z',
    error: 'no truth',
  },
  alerts: { ...NO_ALERTS, open_serious: 2, acknowledged: 1 },
  live: { last_24_hours: 4321, per_minute: 3 },
  recipe: 'flight-delay',
}

export const overview: Overview = {
  models: [
    needing,
    {
      ...needing,
      name: 'digits',
      title: { en: 'Digits', 'pt-BR': 'Dígitos' },
      attention: [],
      trial: null,
      quality: null,
      drift: null,
      last_training: null,
      alerts: NO_ALERTS,
    },
  ],
  elsewhere: { ...NO_ALERTS, about_jobs: 1 },
}
