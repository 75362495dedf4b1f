import { Table, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'

import type { ModelDetail, TrainingRun } from '@/api/types'
import { ErrorState } from '@/components/ui/ErrorState'
import { JobStateBadge } from '@/components/ui/JobStateBadge'
import { Loading } from '@/components/ui/Loading'
import { Panel } from '@/components/ui/Panel'
import { ScrollTable } from '@/components/ui/ScrollTable'
import { useActorName } from '@/components/ui/useActorName'
import { useLocale } from '@/lib/i18n/useLocale'

import { useTrainingRuns } from '../queries/runs'

/** Every training of a model that was asked for, and what came of it. */
export function RunsPanel({ model }: { model: ModelDetail }) {
  const { t } = useLocale()
  const runs = useTrainingRuns(model.name)
  return (
    <Panel title={t('runs.title')} lead={t('runs.lead')}>
      {runs.isPending && <Loading height={200} />}
      {runs.isError && !runs.data && (
        <ErrorState
          error={runs.error}
          title={t('runs.failed')}
          onRetry={() => void runs.refetch()}
        />
      )}
      {runs.data?.length === 0 && (
        <Text c="dimmed">{model.recipe === null ? t('runs.noRecipe') : t('runs.none')}</Text>
      )}
      {runs.data && runs.data.length > 0 && <RunsTable runs={runs.data} />}
    </Panel>
  )
}

function RunsTable({ runs }: { runs: TrainingRun[] }) {
  const { t } = useLocale()
  return (
    <ScrollTable label={t('runs.title')} minWidth={720}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('runs.run')}</Table.Th>
          <Table.Th>{t('runs.state')}</Table.Th>
          <Table.Th>{t('training.reason')}</Table.Th>
          <Table.Th>{t('runs.took')}</Table.Th>
          <Table.Th>{t('runs.made')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {runs.map((run) => (
          <RunRow key={run.id} run={run} />
        ))}
      </Table.Tbody>
    </ScrollTable>
  )
}

function RunRow({ run }: { run: TrainingRun }) {
  const { t, format } = useLocale()
  const actorName = useActorName()
  const { job } = run
  const seconds = secondsTaken(job.started_at, job.finished_at)
  return (
    <Table.Tr style={{ verticalAlign: 'top' }}>
      <Table.Th scope="row" fw={520}>
        <Link to="/training-runs/$id" params={{ id: String(run.id) }}>
          {t('training.run', { id: run.id })}
        </Link>
      </Table.Th>
      <Table.Td>
        <JobStateBadge state={job.state} />
      </Table.Td>
      <Table.Td maw={360}>
        {run.reason}
        <Text size="xs" c="dimmed">
          {actorName(run.created_by)} · {format.dateTime(run.created_at)}
        </Text>
        {job.error && (
          <Text size="xs" c="var(--mantine-color-error)">
            {job.error}
          </Text>
        )}
      </Table.Td>
      <Table.Td>{seconds === null ? '–' : format.duration(seconds)}</Table.Td>
      <Table.Td>
        {run.version === null ? '–' : t('model.versionNumber', { version: run.version })}
      </Table.Td>
    </Table.Tr>
  )
}

function secondsTaken(start: string | null, end: string | null): number | null {
  if (start === null || end === null) return null
  return (Date.parse(end) - Date.parse(start)) / 1000
}
