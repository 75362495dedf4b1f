import { Badge } from '@mantine/core'

import type { Experiment } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'

const TITLES = {
  draft: 'experiment.draft',
  running: 'experiment.running',
  stopped: 'experiment.stopped',
  discarded: 'experiment.discarded',
} as const

const COLOURS = { draft: 'beam', running: 'sea', stopped: 'gray', discarded: 'gray' } as const

export function StatusBadge({ status }: { status: Experiment['status'] }) {
  const { t } = useLocale()
  return (
    <Badge color={COLOURS[status]} variant="light" size="lg" tt="none" fw={560}>
      {t(TITLES[status])}
    </Badge>
  )
}
