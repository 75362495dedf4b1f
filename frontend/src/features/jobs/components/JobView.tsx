import { Text } from '@mantine/core'
import type { ReactNode } from 'react'

import type { JobDetail } from '@/api/types'
import { ErrorState } from '@/components/ui/ErrorState'
import { JobStateBadge } from '@/components/ui/JobStateBadge'
import { Loading } from '@/components/ui/Loading'
import { Panel } from '@/components/ui/Panel'
import { ProductLink } from '@/components/ui/ProductLink'
import { useActorName } from '@/components/ui/useActorName'
import { useLocale } from '@/lib/i18n/useLocale'
import { useNow } from '@/lib/useNow'

import { useJob } from '../queries/jobs'
import { QUEUE_TITLES, titleOf } from '../words'
import { JobActions } from './JobActions'
import { JobProgress } from './JobItem'
import classes from './Jobs.module.css'
import { pageOf } from './pages'
import { useJobWords } from './useJobWords'

const SECOND = 1000

interface Props {
  id: number
  /** Its lines as they come. */
  logOf: (job: JobDetail) => ReactNode
}

/** One job: where it stands and why, its log, what can be done about it. */
export function JobView({ id, logOf }: Props) {
  const { t } = useLocale()
  const job = useJob(id)
  if (job.isPending) return <Loading height={320} />
  if (job.isError && !job.data) {
    return (
      <ErrorState
        error={job.error}
        title={t('jobs.failedOne')}
        onRetry={() => void job.refetch()}
      />
    )
  }
  return (
    <>
      <Summary job={job.data} />
      <Panel title={t('jobs.log')}>{logOf(job.data)}</Panel>
    </>
  )
}

function Summary({ job }: { job: JobDetail }) {
  const { t } = useLocale()
  const now = useNow(SECOND)
  const words = useJobWords()
  const title = words.title(job)
  const standing = words.standing(job, now)
  const page = pageOf(job)
  return (
    <Panel
      title={title}
      aside={<JobActions job={job} title={t('jobs.named', { title, id: job.id })} />}
    >
      <JobStateBadge state={job.state} />
      <JobProgress job={job} title={title} />
      {standing && <Text mt="xs">{standing}</Text>}
      {job.error !== null && (
        <p className={classes.error} role="alert" lang="en">
          {job.error}
        </p>
      )}
      <Facts job={job} />
      {page !== null && (
        <Text mt="md">
          <ProductLink path={page} className={classes.link}>
            {t('jobs.toPage')}
          </ProductLink>
        </Text>
      )}
    </Panel>
  )
}

function Facts({ job }: { job: JobDetail }) {
  const { t, format } = useLocale()
  const actorName = useActorName()
  const queue = titleOf(QUEUE_TITLES, job.queue)
  const facts: [string, string | null][] = [
    [t('workbench.model'), job.model],
    [t('jobs.queue'), queue ? t(queue) : job.queue],
    [t('jobs.asked'), `${format.dateTime(job.created_at)}, ${actorName(job.created_by)}`],
    [t('jobs.began'), job.started_at && format.dateTime(job.started_at)],
    [t('jobs.ended'), job.finished_at && format.dateTime(job.finished_at)],
    [t('jobs.attempts'), t('jobs.attemptsOf', { attempt: job.attempt, most: job.max_attempts })],
    [t('jobs.worker'), job.worker],
    [
      t('jobs.works'),
      Object.entries(job.arguments)
        .map(([name, id]) => `${name} ${String(id)}`)
        .join(', '),
    ],
  ]
  return (
    <dl className={classes.table} style={{ marginTop: 16 }}>
      {facts
        .filter(([, value]) => value)
        .map(([name, value]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  )
}
