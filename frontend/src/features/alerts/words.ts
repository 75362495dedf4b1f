import type { AlertEventKind, AlertSeverity, AlertState } from '@/api/types'

export const STATES = ['open', 'acknowledged', 'resolved'] as const satisfies readonly AlertState[]
export const SEVERITIES = ['serious', 'moderate'] as const satisfies readonly AlertSeverity[]
export const KINDS = ['drift', 'quality', 'rollout', 'job'] as const

export type AlertKind = (typeof KINDS)[number]

export const STATE_TITLES = {
  open: 'alertState.open',
  acknowledged: 'alertState.acknowledged',
  resolved: 'alertState.resolved',
} as const

export const SEVERITY_TITLES = {
  moderate: 'severity.moderate',
  serious: 'severity.serious',
} as const

export const KIND_TITLES = {
  drift: 'alertKind.drift',
  quality: 'alertKind.quality',
  rollout: 'alertKind.rollout',
  job: 'alertKind.job',
} as const

export const EVENT_TITLES = {
  raised: 'alertEvent.raised',
  escalated: 'alertEvent.escalated',
  acknowledged: 'alertEvent.acknowledged',
  resolved: 'alertEvent.resolved',
  sent: 'alertEvent.sent',
  not_sent: 'alertEvent.notSent',
} as const satisfies Record<AlertEventKind, string>

export function isKind(kind: string): kind is AlertKind {
  return KINDS.some((known) => known === kind)
}
