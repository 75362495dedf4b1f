import { Button, Group, Progress, Text } from '@mantine/core'
import { IconAlertTriangle, IconDownload } from '@tabler/icons-react'

import type { BatchPrediction } from '@/api/types'
import { JobStateBadge } from '@/components/ui/JobStateBadge'
import { Panel } from '@/components/ui/Panel'
import { useLocale } from '@/lib/i18n/useLocale'

import { FirstErrors, FirstResults } from './BatchResult'

export function BatchProgress({ batch }: { batch: BatchPrediction }) {
  const { t, format } = useLocale()
  const { job } = batch
  return (
    <Panel
      title={batch.filename}
      lead={`${format.bytes(batch.size_bytes)} · ${t('model.versionNumber', { version: batch.version })}`}
      aside={<JobStateBadge state={job.state} />}
    >
      <Progress
        value={job.state === 'succeeded' ? 100 : job.progress * 100}
        size="lg"
        radius="xl"
        animated={job.state === 'running'}
        aria-label={t('batch.progress')}
      />
      <Text size="sm" mt="sm" className="numeric" role="status">
        {t('batch.counts', {
          scored: format.integer(batch.rows_scored),
          refused: format.integer(batch.rows_refused),
        })}
      </Text>
      {batch.expires_at && (
        <Text size="sm" c="dimmed" mt={4}>
          {t('scoring.keptUntil', { time: format.time(batch.expires_at) })}
        </Text>
      )}
      {job.error && (
        <Text size="sm" mt="xs" c="var(--mantine-color-error)" role="alert">
          {job.error}
        </Text>
      )}
      <Group mt="md">
        {batch.result_url && (
          <Button
            component="a"
            href={batch.result_url}
            download
            leftSection={<IconDownload size={17} />}
          >
            {t('batch.result')}
          </Button>
        )}
        {batch.errors_url && (
          <Button
            component="a"
            href={batch.errors_url}
            download
            variant="default"
            leftSection={<IconAlertTriangle size={17} />}
          >
            {t('batch.errors')}
          </Button>
        )}
      </Group>
      <FirstResults batch={batch} />
      <FirstErrors batch={batch} />
    </Panel>
  )
}
