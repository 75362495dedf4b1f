import { Badge } from '@mantine/core'

import type { JobState } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'

const TITLES = {
  queued: 'job.queued',
  running: 'job.running',
  succeeded: 'job.succeeded',
  failed: 'job.failed',
  cancelled: 'job.cancelled',
  dead: 'job.dead',
} as const

const COLOURS: Record<JobState, string> = {
  queued: 'gray',
  running: 'beam',
  succeeded: 'sea',
  failed: 'buoy',
  cancelled: 'gray',
  dead: 'buoy',
}

export function JobStateBadge({ state }: { state: JobState }) {
  const { t } = useLocale()
  return (
    <Badge color={COLOURS[state]} variant="light" size="lg" tt="none" fw={560}>
      {t(TITLES[state])}
    </Badge>
  )
}
