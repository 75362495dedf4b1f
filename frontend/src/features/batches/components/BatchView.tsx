import { Text } from '@mantine/core'
import { IconTableImport } from '@tabler/icons-react'

import type { ModelDetail } from '@/api/types'
import { DropZone } from '@/components/ui/DropZone'
import { ErrorState } from '@/components/ui/ErrorState'
import { Panel } from '@/components/ui/Panel'
import { useLocale } from '@/lib/i18n/useLocale'
import { requireSession } from '@/lib/session'

import { useBatch, useStartBatch } from '../queries/batches'
import { BatchProgress } from './BatchProgress'
import { ColumnsTable } from './ColumnsTable'

interface Props {
  model: ModelDetail
  /** The batch that is being watched; it stands in the address, so that it can be come back to. */
  batchId: string | null
  onStarted: (id: string) => void
}

export function BatchView({ model, batchId, onStarted }: Props) {
  const { t } = useLocale()
  const start = useStartBatch(model.name)
  const batch = useBatch(batchId)
  const score = async (file: File) => {
    if (!(await requireSession())) return
    start.mutate(file, {
      onSuccess: (started) => {
        onStarted(started.id)
      },
    })
  }
  return (
    <>
      <Panel title={t('batch.title')} lead={t('batch.lead')}>
        <DropZone
          icon={<IconTableImport size={30} stroke={1.4} />}
          title={start.isPending ? t('batch.uploading') : t('batch.drop')}
          accept=".csv,.parquet,.ndjson,.jsonl"
          onFile={(file) => void score(file)}
        >
          <Text size="xs" c="dimmed">
            {t('batch.formats')}
          </Text>
        </DropZone>
        {start.error && <ErrorState error={start.error} title={t('batch.failed')} />}
      </Panel>
      {batch.error && !batch.data && (
        <ErrorState
          error={batch.error}
          title={t('batch.absent')}
          onRetry={() => void batch.refetch()}
        />
      )}
      {batch.data && <BatchProgress batch={batch.data} />}
      <Panel title={t('batch.columns')} lead={t('batch.columnsLead')}>
        <ColumnsTable fields={model.schema.fields} />
      </Panel>
    </>
  )
}
