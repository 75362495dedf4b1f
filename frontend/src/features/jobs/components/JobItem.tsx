import { Progress, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'

import type { JobDetail } from '@/api/types'
import { JobStateBadge } from '@/components/ui/JobStateBadge'
import { useActorName } from '@/components/ui/useActorName'
import { useLocale } from '@/lib/i18n/useLocale'
import { secondsSince } from '@/lib/useNow'

import { JobActions } from './JobActions'
import classes from './Jobs.module.css'
import { useJobWords } from './useJobWords'

/** How far a job is, and its last word. */
export function JobProgress({ job, title }: { job: JobDetail; title: string }) {
  const { t } = useLocale()
  if (job.state !== 'running') return null
  return (
    <Progress
      value={job.progress * 100}
      mt={6}
      maw={420}
      color="sea"
      aria-label={t('jobs.progressOf', { title })}
    />
  )
}

function Times({ job, now }: { job: JobDetail; now: number }) {
  const { t, format } = useLocale()
  const { created_at: asked, started_at: began, finished_at: ended } = job
  if (began !== null && ended !== null) {
    const seconds = (Date.parse(ended) - Date.parse(began)) / 1000
    return <span>{t('jobs.took', { time: format.duration(seconds) })}</span>
  }
  if (ended !== null) return null
  const [since, words] =
    job.state === 'running'
      ? [began ?? asked, 'jobs.runsFor' as const]
      : [asked, 'jobs.waitsFor' as const]
  return <span>{t(words, { age: format.duration(secondsSince(since, now)) })}</span>
}

export function JobItem({ job, now }: { job: JobDetail; now: number }) {
  const { t, format } = useLocale()
  const actorName = useActorName()
  const words = useJobWords()
  const title = words.title(job)
  const standing = words.standing(job, now)
  return (
    <li>
      <div>
        <div className={classes.head}>
          <h3 className={classes.title}>
            <Link to="/jobs/$id" params={{ id: String(job.id) }}>
              {title}
            </Link>
          </h3>
          <JobStateBadge state={job.state} />
        </div>
        <JobProgress job={job} title={title} />
        {standing && <Text size="sm">{standing}</Text>}
        {job.error !== null && (
          // Farol writes it, in English.
          <p className={classes.error} lang="en">
            {job.error}
          </p>
        )}
        {job.error === null && job.message && (
          <Text size="sm" lang="en" lineClamp={2}>
            {job.message}
          </Text>
        )}
        <div className={classes.facts}>
          <span>{t('jobs.number', { id: job.id })}</span>
          {job.model !== null && <span>{job.model}</span>}
          <span>
            {actorName(job.created_by)} ·{' '}
            <time dateTime={job.created_at}>{format.dateTime(job.created_at)}</time>
          </span>
          <Times job={job} now={now} />
          {job.attempt > 1 && (
            <span>{t('jobs.attempt', { attempt: job.attempt, most: job.max_attempts })}</span>
          )}
        </div>
      </div>
      <JobActions job={job} title={t('jobs.named', { title, id: job.id })} />
    </li>
  )
}
