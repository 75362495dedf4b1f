import { Anchor, Group, Text } from '@mantine/core'
import { IconFileDownload, IconTableImport } from '@tabler/icons-react'
import { useState } from 'react'

import type { ModelDetail } from '@/api/types'
import { DropZone } from '@/components/ui/DropZone'
import { ErrorState } from '@/components/ui/ErrorState'
import { Panel } from '@/components/ui/Panel'
import { useLocale } from '@/lib/i18n/useLocale'
import { requireSession, useSession } from '@/lib/session'

import { checkCsv, checkNdjson, type FileCheck } from '../file/check'
import { templateCsv } from '../file/template'
import { useBatch, useBatchLimits, useStartBatch } from '../queries/batches'
import { remember } from '../recent'
import { BatchProgress } from './BatchProgress'
import { CheckedFile } from './CheckedFile'
import { ColumnsTable } from './ColumnsTable'
import { SentFiles } from './SentFiles'

interface Props {
  model: ModelDetail
  /** The batch that is being watched; it stands in the address, so that it can be come back to. */
  batchId: string | null
  onStarted: (id: string) => void
}

interface Chosen {
  file: File
  check: FileCheck
  /** The batch that it became, whose columns are still worth a word. */
  sentAs?: string
}

export function BatchView({ model, batchId, onStarted }: Props) {
  const { t, format } = useLocale()
  const { session } = useSession()
  const { data: limits, refetch: readLimits } = useBatchLimits()
  const start = useStartBatch(model.name)
  const batch = useBatch(batchId)
  const [chosen, setChosen] = useState<Chosen | null>(null)

  const send = async (file: File, rows: number) => {
    // A file may be dropped sooner than its limits are known.
    const most = limits ?? (await readLimits()).data
    const tooMuch = most && (!most.allowed || rows > most.rows || file.size > most.size_bytes)
    if (tooMuch && !(await requireSession())) return
    start.mutate(file, {
      onSuccess: ({ id }) => {
        setChosen((sent) => sent && { ...sent, sentAs: id })
        remember({ id, model: model.name, filename: file.name, sentAt: new Date().toISOString() })
        onStarted(id)
      },
    })
  }
  const choose = async (file: File) => {
    start.reset()
    const check = await checked(file, model)
    setChosen({ file, check })
    if (!check.problem && check.badRows === 0) await send(file, check.rows)
  }

  return (
    <>
      <Panel title={t('batch.title')} lead={t('batch.lead')}>
        <DropZone
          icon={<IconTableImport size={30} stroke={1.4} />}
          title={start.isPending ? t('batch.uploading') : t('batch.drop')}
          accept=".csv,.parquet,.ndjson,.jsonl"
          onFile={(file) => void choose(file)}
        >
          <Text size="xs" c="dimmed">
            {session || !limits
              ? t('batch.formats')
              : t('scoring.visitorFormats', {
                  rows: format.integer(limits.rows),
                  size: format.bytes(limits.size_bytes),
                  minutes: format.duration(limits.kept_minutes * 60),
                })}
          </Text>
        </DropZone>
        <Template model={model} />
        {chosen && (!chosen.sentAs || chosen.sentAs === batchId) && (
          <CheckedFile
            name={chosen.file.name}
            check={chosen.check}
            isSent={chosen.sentAs !== undefined}
            isPending={start.isPending}
            onSend={() => void send(chosen.file, chosen.check.rows)}
          />
        )}
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
      <SentFiles model={model.name} current={batchId} />
      <Panel title={t('batch.columns')} lead={t('batch.columnsLead')}>
        <ColumnsTable fields={model.schema.fields} />
      </Panel>
    </>
  )
}

function Template({ model }: { model: ModelDetail }) {
  const { t } = useLocale()
  const href = `data:text/csv;charset=utf-8,${encodeURIComponent(
    templateCsv(model.schema.fields, model.examples),
  )}`
  return (
    <Group gap={6} mt="sm">
      <IconFileDownload size={17} aria-hidden="true" />
      <Anchor size="sm" href={href} download={`${model.name}.csv`}>
        {t('scoring.template')}
      </Anchor>
      <Text size="xs" c="dimmed">
        {t('scoring.templateLead', { count: model.examples.length })}
      </Text>
    </Group>
  )
}

/** Parquet is read by the server alone. */
async function checked(file: File, model: ModelDetail): Promise<FileCheck> {
  const content = await file.arrayBuffer()
  if (/\.csv$/i.test(file.name)) return checkCsv(content, model.schema.fields)
  if (/\.(ndjson|jsonl)$/i.test(file.name)) return checkNdjson(content)
  return { problem: null, rows: Infinity, unused: [], rowProblems: [], badRows: 0 }
}
