import { useLocale } from '@/lib/i18n/useLocale'

import { useQueues } from '../queries/jobs'
import { QUEUE_TITLES, titleOf } from '../words'
import classes from './Jobs.module.css'

/** How long each queue is, and how old its oldest job; nothing where it cannot be told now. */
export function QueueFigures() {
  const { t, format } = useLocale()
  const queues = useQueues().data ?? []
  if (queues.length === 0) return null
  return (
    <dl className={classes.queues} aria-label={t('jobs.queues')}>
      {queues.map((queue) => {
        const title = titleOf(QUEUE_TITLES, queue.queue)
        return (
          <div key={queue.queue}>
            <dt>{title ? t(title) : queue.queue}</dt>
            <dd>
              {t('jobs.queueRunning', { count: queue.running })} ·{' '}
              {t('jobs.queueWaiting', { count: queue.queued })}
            </dd>
            {queue.oldest_queued_age_seconds > 0 && (
              <dd className="dimmed">
                {t('jobs.oldest', { age: format.duration(queue.oldest_queued_age_seconds) })}
              </dd>
            )}
          </div>
        )
      })}
    </dl>
  )
}
