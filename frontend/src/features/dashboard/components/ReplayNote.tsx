import { Alert, Text } from '@mantine/core'
import { IconPlayerTrackNext } from '@tabler/icons-react'

import type { KpiBoard } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'

import { replayedShare } from '../board'
import classes from './Dashboard.module.css'

/** Says so where numbers are in part of a history that a program played again, as real requests. */
export function ReplayNote({ board }: { board: Pick<KpiBoard, 'sources'> }) {
  const { t, format } = useLocale()
  const share = replayedShare(board)
  if (share === 0) return null
  return (
    <Alert
      className={classes.note}
      color="beam"
      icon={<IconPlayerTrackNext size={20} />}
      title={t('dashboard.replayTitle')}
    >
      <Text size="sm">{t('dashboard.replayText', { share: format.chance(share) })}</Text>
    </Alert>
  )
}
