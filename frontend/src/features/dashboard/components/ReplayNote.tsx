import { Alert, Group, Text } from '@mantine/core'
import { IconPlayerTrackNext } from '@tabler/icons-react'
import type { ReactNode } from 'react'

import type { KpiBoard } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'

import { replayedShare } from '../board'
import classes from './Dashboard.module.css'

interface Props {
  board: Pick<KpiBoard, 'sources'>
  action?: ReactNode
}

/** Says so where numbers are of a history that was played again. */
export function ReplayNote({ board, action }: Props) {
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
      <Group justify="space-between">
        <Text size="sm">{t('dashboard.replayText', { share: format.chance(share) })}</Text>
        {action}
      </Group>
    </Alert>
  )
}
