import { useEffect, useState } from 'react'

import { followEvents } from './eventStream'
import type { JobEvent } from './types'

export interface JobLog {
  events: JobEvent[]
  /** Share done as last told, or null before the first word of it. */
  progress: number | null
  connected: boolean
  error: unknown
}

const EMPTY: JobLog = { events: [], progress: null, connected: true, error: null }

function withEvent(log: JobLog, event: JobEvent): JobLog {
  return { ...log, events: [...log.events, event], progress: event.progress ?? log.progress }
}

/** A job's log and progress as they happen, from its first event on. */
export function useJobLog(jobId: number | undefined, onState: () => void): JobLog {
  const [log, setLog] = useState(EMPTY)
  useEffect(() => {
    if (jobId === undefined) return
    const abort = new AbortController()
    followEvents(`/v1/jobs/${String(jobId)}/events`, {
      signal: abort.signal,
      onEvent: ({ event, data }) => {
        setLog((current) => withEvent(current, JSON.parse(data) as JobEvent))
        if (event === 'state') onState()
      },
      onConnection: (connected) => {
        setLog((current) => ({ ...current, connected }))
      },
    }).then(onState, (error: unknown) => {
      setLog((current) => ({ ...current, error }))
    })
    return () => {
      abort.abort()
      setLog(EMPTY)
    }
  }, [jobId, onState])
  return log
}
