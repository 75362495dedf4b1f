import { Text } from '@mantine/core'

import { ErrorState } from '@/components/ui/ErrorState'
import { Loading } from '@/components/ui/Loading'
import { MoreButton } from '@/components/ui/MoreButton'
import { Panel } from '@/components/ui/Panel'
import { useLocale } from '@/lib/i18n/useLocale'
import { useNow } from '@/lib/useNow'

import type { JobFilters } from '../filters'
import { useJobs } from '../queries/jobs'
import { JobFilterBar } from './JobFilterBar'
import { JobItem } from './JobItem'
import classes from './Jobs.module.css'
import { QueueFigures } from './QueueFigures'

const SECOND = 1000

interface Props {
  filters: JobFilters
  models: readonly string[]
  onFilter: (filters: JobFilters) => void
}

/** What runs, waits and failed, and why; it goes on by itself. */
export function JobsPanel({ filters, models, onFilter }: Props) {
  const { t } = useLocale()
  const jobs = useJobs(filters)
  const now = useNow(SECOND)
  const found = jobs.data?.pages.flatMap((page) => page.jobs) ?? []
  const isFiltered = Object.keys(filters).length > 0
  return (
    <Panel title={t('jobs.panel')} lead={t('jobs.lead')}>
      <QueueFigures />
      <JobFilterBar filters={filters} models={models} onChange={onFilter} />
      {jobs.isPending && <Loading height={320} />}
      {jobs.isError && (
        <ErrorState
          error={jobs.error}
          title={t('jobs.failed')}
          onRetry={() => void jobs.refetch()}
        />
      )}
      {jobs.isSuccess && found.length === 0 && (
        <Text c="dimmed" maw={620} role="status">
          {isFiltered ? t('jobs.noneOfThese') : t('jobs.none')}
        </Text>
      )}
      <ul className={classes.list}>
        {found.map((job) => (
          <JobItem key={job.id} job={job} now={now} />
        ))}
      </ul>
      <MoreButton list={jobs} />
    </Panel>
  )
}
