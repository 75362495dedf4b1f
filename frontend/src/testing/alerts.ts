/** Alerts for tests: drift of flights, seen thrice, and what its check found. */
import type { Alert, AlertDetail } from '@/api/types'

export const alert: Alert = {
  id: 7,
  key: 'drift:flight-delay',
  is_replay: false,
  model: 'flight-delay',
  kind: 'drift',
  severity: 'serious',
  title: 'The inputs of flight-delay have drifted',
  detail: '5 of 14 fields, first of all wind_speed_mph.',
  path: '/models/flight-delay/drift',
  state: 'open',
  repeats: 2,
  opened_at: '2026-11-22T06:00:00Z',
  last_seen_at: '2026-11-22T18:00:00Z',
  acknowledged_at: null,
  acknowledged_by: null,
  resolved_at: null,
  resolved_by: null,
}

const event = {
  at: '2026-11-22T06:00:00Z',
  severity: 'moderate',
  actor: 'policy:flight-delay',
  reason: '4 of 14 fields, first of all wind_speed_mph.',
  channel: '',
} as const

export const alertDetail: AlertDetail = {
  ...alert,
  events: [
    { ...event, id: 1, kind: 'raised' },
    { ...event, id: 2, kind: 'sent', actor: 'system', reason: '', channel: 'slack-1' },
    { ...event, id: 3, kind: 'escalated', severity: 'serious', reason: '5 of 14 fields' },
  ],
  check: {
    id: 5,
    model: 'flight-delay',
    version: 2,
    at: '2026-11-22T18:00:00Z',
    made_at: '2026-11-22T18:00:00Z',
    policy_number: 0,
    drift_start: '2026-11-15T18:00:00Z',
    drift_severity: 'serious',
    drift_reason: 'wind_speed_mph has moved',
    quality_start: '2026-10-25T18:00:00Z',
    quality_severity: 'none',
    quality_reason: 'as promised',
    repair: null,
    reason: 'another serious check',
    waits_until: null,
    training_run_id: null,
  },
  step: null,
}
