import { Badge } from '@mantine/core'

import type { AlertState } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'

import { STATE_TITLES } from '../words'

const COLOURS: Record<AlertState, string> = { open: 'buoy', acknowledged: 'beam', resolved: 'sea' }

export function AlertStateBadge({ state }: { state: AlertState }) {
  const { t } = useLocale()
  return (
    <Badge color={COLOURS[state]} variant="light" tt="none" fw={560}>
      {t(STATE_TITLES[state])}
    </Badge>
  )
}
