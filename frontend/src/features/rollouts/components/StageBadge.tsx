import { Badge } from '@mantine/core'

import type { Stage } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'

const TITLES = {
  proposed: 'stage.proposed',
  gated: 'stage.gated',
  shadow: 'stage.shadow',
  canary: 'stage.canary',
  promoted: 'stage.promoted',
  settled: 'stage.settled',
  superseded: 'stage.superseded',
  rolled_back: 'stage.rolledBack',
  rejected: 'stage.rejected',
  aborted: 'stage.aborted',
} as const

const COLOURS: Record<Stage, string> = {
  proposed: 'beam',
  gated: 'beam',
  shadow: 'beam',
  canary: 'beam',
  promoted: 'sea',
  settled: 'sea',
  superseded: 'gray',
  rolled_back: 'buoy',
  rejected: 'buoy',
  aborted: 'gray',
}

export function StageBadge({ stage, champion }: { stage: Stage | null; champion: boolean }) {
  const { t } = useLocale()
  const title = champion ? t('stage.champion') : stage === null ? t('stage.none') : t(TITLES[stage])
  return (
    <Badge
      color={champion ? 'sea' : COLOURS[stage ?? 'superseded']}
      variant={champion ? 'filled' : 'light'}
      tt="none"
      fw={560}
    >
      {title}
    </Badge>
  )
}
