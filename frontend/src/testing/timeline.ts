/** A model's life for tests: a rollout's step on a day, a check the day before. */
import type { TimelineEntry } from '@/api/types'

import { evidence } from './rollouts'

export const promoted: TimelineEntry = {
  id: '2026-11-20T12:30:00.000000Z~rollout~12',
  at: '2026-11-20T12:30:00Z',
  kind: 'rollout',
  event: 'rollout_promote',
  actor: 'policy:rollouts',
  version: 3,
  title: { en: 'Version 3 was promoted.', 'pt-BR': 'A versão 3 foi promovida.' },
  reason: 'it was not worse in the canary',
  evidence,
  path: '/v1/models/flight-delay/rollouts',
}

export const checked: TimelineEntry = {
  id: '2026-11-19T12:00:00.000000Z~check~5',
  at: '2026-11-19T12:00:00Z',
  kind: 'check',
  event: 'check_wait',
  actor: null,
  version: 2,
  title: { en: 'Version 2 was checked.', 'pt-BR': 'A versão 2 foi verificada.' },
  reason: 'nothing unusual',
  evidence: { drift: { severity: 'none', drifted_share: 0.125 } },
  path: '/v1/checks/5',
}
