import { Alert, Text } from '@mantine/core'
import { useEffect, useRef } from 'react'

import type { JobLog } from '@/api/jobLog'
import { ErrorState } from '@/components/ui/ErrorState'
import { useLocale } from '@/lib/i18n/useLocale'

import classes from './LogView.module.css'

/** Closer to the end than this, the reader follows; further up, they are reading. */
const FOLLOW_PIXELS = 40

/** The job's lines, newest at the end, kept in view while the reader stays at the end. */
export function LogView({ log }: { log: JobLog }) {
  const { t, format } = useLocale()
  const box = useRef<HTMLDivElement>(null)
  const following = useRef(true)
  useEffect(() => {
    if (following.current && box.current) box.current.scrollTop = box.current.scrollHeight
  }, [log.events.length])
  if (log.error) return <ErrorState error={log.error} title={t('training.logFailed')} />
  return (
    <>
      {!log.connected && (
        <Alert color="beam" mb="sm" role="status">
          {t('training.reconnecting')}
        </Alert>
      )}
      <div
        ref={box}
        className={classes.log}
        role="log"
        aria-label={t('training.log')}
        tabIndex={0}
        onScroll={({ currentTarget: element }) => {
          const below = element.scrollHeight - element.scrollTop - element.clientHeight
          following.current = below < FOLLOW_PIXELS
        }}
      >
        {log.events.length === 0 && (
          <Text size="sm" c="dimmed">
            {t('training.noLines')}
          </Text>
        )}
        {log.events.map((event) => (
          <div key={event.id} className={classes.line} data-level={event.level}>
            <time dateTime={event.at}>{format.time(event.at)}</time>
            <span>{event.message}</span>
          </div>
        ))}
      </div>
    </>
  )
}
