import type { JobDetail } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'
import { secondsSince } from '@/lib/useNow'

import { TASK_TITLES, titleOf } from '../words'

/** Longer than this without a worker is worth a look at the workers. */
const LONG_SECONDS = 60

/** What a job does, and what it is doing now or waits for, in words. */
export function useJobWords() {
  const { t, format } = useLocale()
  const title = (job: JobDetail) => {
    const key = titleOf(TASK_TITLES, job.task)
    return key ? t(key) : job.task
  }
  const waits = ({ waiting, created_at: since }: JobDetail, now: number) => {
    if (!waiting) return null
    if (waiting.until !== null) {
      return t('jobs.heldBack', { time: format.dateTime(waiting.until) })
    }
    if (waiting.ahead > 0) return t('jobs.behind', { count: waiting.ahead })
    if (waiting.running > 0) return t('jobs.behindRunning', { count: waiting.running })
    return secondsSince(since, now) > LONG_SECONDS ? t('jobs.noWorker') : t('jobs.next')
  }
  const standing = (job: JobDetail, now: number) => {
    if (job.state === 'queued') {
      const why = waits(job, now)
      return job.attempt > 0 ? `${t('jobs.givenBack', { attempt: job.attempt })} ${why ?? ''}` : why
    }
    if (job.state !== 'running') return null
    const lost = job.lease_expires_at !== null && Date.parse(job.lease_expires_at) < now
    if (lost) return t('jobs.leaseLost')
    return job.cancel_requested_at === null ? null : t('jobs.stopping')
  }
  return { title, standing }
}
