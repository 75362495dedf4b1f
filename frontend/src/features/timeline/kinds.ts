import {
  type Icon,
  IconAlertTriangle,
  IconBell,
  IconBook,
  IconEye,
  IconFileText,
  IconFlask,
  IconPackage,
  IconRoute,
  IconSettings,
} from '@tabler/icons-react'

import type { TimelineKind } from '@/api/types'

export const KINDS = [
  'version',
  'training',
  'rollout',
  'policy',
  'check',
  'experiment',
  'alert',
  'failure',
  'report',
] as const satisfies readonly TimelineKind[]

export const KIND_TITLES = {
  version: 'timeline.version',
  training: 'timeline.training',
  rollout: 'timeline.rollout',
  policy: 'timeline.policy',
  check: 'timeline.check',
  experiment: 'timeline.experiment',
  alert: 'timeline.alert',
  failure: 'timeline.failure',
  report: 'timeline.report',
} as const

export const KIND_ICONS: Record<TimelineKind, Icon> = {
  version: IconPackage,
  training: IconBook,
  rollout: IconRoute,
  policy: IconSettings,
  check: IconEye,
  experiment: IconFlask,
  alert: IconBell,
  failure: IconAlertTriangle,
  report: IconFileText,
}
