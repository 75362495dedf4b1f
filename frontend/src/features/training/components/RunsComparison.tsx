import { Badge, Button, Table, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'

import type { TrainingRun } from '@/api/types'
import { ErrorState } from '@/components/ui/ErrorState'
import { JobStateBadge } from '@/components/ui/JobStateBadge'
import { Loading } from '@/components/ui/Loading'
import { Panel } from '@/components/ui/Panel'
import { ScrollTable } from '@/components/ui/ScrollTable'
import { useActorName } from '@/components/ui/useActorName'
import { useLocale } from '@/lib/i18n/useLocale'

import { useSomeRuns } from '../queries/runs'
import { compareParameters } from './parameters'
import { secondsTaken } from './RunList'

/** Runs side by side: what they were asked for, how they went, and what they made. */
export function RunsComparison({ ids }: { ids: number[] }) {
  const { t } = useLocale()
  const found = useSomeRuns(ids)
  const failed = found.find(({ isError, data }) => isError && !data)
  const runs = found.flatMap(({ data }) => data ?? [])
  if (ids.length < 2) return <Text c="dimmed">{t('runs.tickTwo')}</Text>
  if (failed) {
    return (
      <ErrorState
        error={failed.error}
        title={t('runs.failed')}
        onRetry={() => void failed.refetch()}
      />
    )
  }
  if (runs.length < ids.length) return <Loading height={320} />
  return (
    <Panel
      title={t('runs.comparison')}
      lead={t('runs.comparisonLead')}
      aside={<CompareVersions runs={runs} />}
    >
      <RunsTable runs={runs} />
    </Panel>
  )
}

/** Where all of them made a version of one model, those say more than the runs. */
function CompareVersions({ runs }: { runs: TrainingRun[] }) {
  const { t } = useLocale()
  const [first] = runs
  const versions = [...new Set(runs.flatMap(({ version }) => version ?? []))]
  const alike = runs.every(({ model }) => model === first?.model)
  if (!first || !alike || versions.length < 2) return null
  return (
    <Button
      component={Link}
      to={`/models/${first.model}/compare?versions=${versions.join(',')}`}
      variant="default"
    >
      {t('runs.compareVersions')}
    </Button>
  )
}

function RunsTable({ runs }: { runs: TrainingRun[] }) {
  const { t, format } = useLocale()
  const actorName = useActorName()
  const facts: [string, (run: TrainingRun) => ReactNode][] = [
    [t('runs.model'), ({ model }) => model],
    [t('runs.state'), ({ job }) => <JobStateBadge state={job.state} />],
    [t('training.reason'), ({ reason }) => reason],
    [t('training.askedBy'), (run) => actorName(run.created_by)],
    [t('training.askedAt'), (run) => format.dateTime(run.created_at)],
    [
      t('runs.took'),
      ({ job }) => {
        const seconds = secondsTaken(job.started_at, job.finished_at)
        return seconds === null ? '–' : format.duration(seconds)
      },
    ],
    [
      t('runs.made'),
      ({ version }) => (version === null ? '–' : t('model.versionNumber', { version })),
    ],
    [t('runs.error'), ({ job }) => job.error ?? '–'],
  ]
  const parameters = compareParameters(runs.map((run) => run.parameters))
  return (
    <ScrollTable label={t('runs.comparison')} minWidth={150 + runs.length * 150}>
      <Table.Thead>
        <Table.Tr>
          <Table.Td />
          {runs.map(({ id }) => (
            <Table.Th key={id}>
              <Link to="/training-runs/$id" params={{ id: String(id) }}>
                {t('training.run', { id })}
              </Link>
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {parameters.map(({ name, cells, differs }) => (
          <Table.Tr key={name}>
            <Table.Th scope="row" fw={500}>
              <span className="mono">{name}</span>
              {differs && (
                <Badge color="beam" variant="light" tt="none" size="sm" ml={6}>
                  {t('runs.differs')}
                </Badge>
              )}
            </Table.Th>
            {cells.map((cell, index) => (
              <Table.Td key={runs[index]?.id} className="mono">
                {cell ?? t('runs.recipeDecides')}
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
        {facts.map(([title, read]) => (
          <Table.Tr key={title} style={{ verticalAlign: 'top' }}>
            <Table.Th scope="row" fw={500}>
              {title}
            </Table.Th>
            {runs.map((run) => (
              <Table.Td key={run.id}>{read(run)}</Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </ScrollTable>
  )
}
