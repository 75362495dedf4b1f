import { Button, Checkbox, Group, Table, Text } from '@mantine/core'
import { IconArrowsDiff } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'

import type { TrainingRun } from '@/api/types'
import { ErrorState } from '@/components/ui/ErrorState'
import { JobStateBadge } from '@/components/ui/JobStateBadge'
import { Loading } from '@/components/ui/Loading'
import { MoreButton } from '@/components/ui/MoreButton'
import { ScrollTable } from '@/components/ui/ScrollTable'
import { useActorName } from '@/components/ui/useActorName'
import { useLocale } from '@/lib/i18n/useLocale'

import { type RunFilters, useTrainingRuns } from '../queries/runs'

export const MOST_RUNS = 4

interface Props {
  filters: RunFilters
  /** Shown where the filters leave nothing. */
  empty: ReactNode
  ticked: number[]
  onTick: (ids: number[]) => void
  onCompare: (ids: number[]) => void
}

/** Runs, newest first, a page at a time; some may be ticked to be compared. */
export function RunList({ filters, empty, ticked, onTick, onCompare }: Props) {
  const { t, format } = useLocale()
  const runs = useTrainingRuns(filters)
  const [first] = runs.data?.pages ?? []
  const found = runs.data?.pages.flatMap((page) => page.training_runs) ?? []
  return (
    <>
      {runs.isPending && <Loading height={200} />}
      {runs.isError && !runs.data && (
        <ErrorState
          error={runs.error}
          title={t('runs.failed')}
          onRetry={() => void runs.refetch()}
        />
      )}
      {first && found.length === 0 && empty}
      {first && found.length > 0 && (
        <>
          <Group justify="space-between" mb="sm">
            <Text size="sm" c="dimmed" role="status">
              {t('runs.count', { count: first.total, formatted: format.integer(first.total) })}
            </Text>
            <Button
              variant="default"
              leftSection={<IconArrowsDiff size={16} />}
              disabled={ticked.length < 2}
              onClick={() => {
                onCompare(ticked)
              }}
            >
              {t('runs.compare', { count: ticked.length })}
            </Button>
          </Group>
          <ScrollTable label={t('runs.title')} minWidth={760}>
            <Table.Thead>
              <Table.Tr>
                <Table.Td />
                <Table.Th>{t('runs.run')}</Table.Th>
                <Table.Th>{t('runs.state')}</Table.Th>
                <Table.Th>{t('training.reason')}</Table.Th>
                <Table.Th>{t('runs.took')}</Table.Th>
                <Table.Th>{t('runs.made')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {found.map((run) => (
                <RunRow
                  key={run.id}
                  run={run}
                  showsModel={filters.model === undefined}
                  isTicked={ticked.includes(run.id)}
                  mayTick={ticked.length < MOST_RUNS}
                  onTick={(wanted) => {
                    onTick(
                      wanted ? [...ticked, run.id] : ticked.filter((other) => other !== run.id),
                    )
                  }}
                />
              ))}
            </Table.Tbody>
          </ScrollTable>
        </>
      )}
      <MoreButton list={runs} />
    </>
  )
}

interface RowProps {
  run: TrainingRun
  showsModel: boolean
  isTicked: boolean
  mayTick: boolean
  onTick: (wanted: boolean) => void
}

function RunRow({ run, showsModel, isTicked, mayTick, onTick }: RowProps) {
  const { t, format } = useLocale()
  const actorName = useActorName()
  const { job } = run
  const seconds = secondsTaken(job.started_at, job.finished_at)
  return (
    <Table.Tr style={{ verticalAlign: 'top' }}>
      <Table.Td>
        <Checkbox
          aria-label={t('runs.tick', { id: run.id })}
          checked={isTicked}
          disabled={!isTicked && !mayTick}
          onChange={(event) => {
            onTick(event.currentTarget.checked)
          }}
        />
      </Table.Td>
      <Table.Th scope="row" fw={520}>
        <Link to="/training-runs/$id" params={{ id: String(run.id) }}>
          {t('training.run', { id: run.id })}
        </Link>
        {showsModel && (
          <Text size="xs" c="dimmed">
            {run.model}
          </Text>
        )}
        {run.retry_of !== null && (
          <Text size="xs" c="dimmed">
            {t('training.retryOf', { id: run.retry_of })}
          </Text>
        )}
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

export function secondsTaken(start: string | null, end: string | null): number | null {
  if (start === null || end === null) return null
  return (Date.parse(end) - Date.parse(start)) / 1000
}
