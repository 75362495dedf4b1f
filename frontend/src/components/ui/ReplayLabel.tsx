import { Alert, Group, Text } from '@mantine/core'
import { IconPlayerTrackNext } from '@tabler/icons-react'
import type { ReactNode } from 'react'

import type { Replay } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'

/** Stands wherever rows are shown that nobody was served: which recording it is, and how it was
 * moved in time. Its words are those of the area `history`. */
export function ReplayLabel({ replay, actions }: { replay: Replay; actions?: ReactNode }) {
  const { t, format } = useLocale()
  return (
    <Alert
      color="beam"
      icon={<IconPlayerTrackNext size={20} aria-hidden="true" />}
      title={t('history.label', { weeks: replay.shifted_weeks })}
      my="md"
      role="note"
    >
      <Group justify="space-between" align="flex-end" gap="sm">
        <Text size="sm" maw={700}>
          {t('history.labelText', {
            recordedFrom: format.date(replay.recorded_from),
            recordedTo: format.date(replay.recorded_to),
            from: format.date(replay.starts_at),
            to: format.date(replay.ends_at),
            version: replay.base_version,
          })}
        </Text>
        {actions && <Group gap="sm">{actions}</Group>}
      </Group>
    </Alert>
  )
}
