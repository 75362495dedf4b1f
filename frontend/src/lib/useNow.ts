import { useEffect, useState } from 'react'

const HALF_A_MINUTE = 30_000

/** The time in milliseconds, looked at again every so often while the page is shown. */
export function useNow(everyMilliseconds = HALF_A_MINUTE): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(Date.now())
    }, everyMilliseconds)
    return () => {
      clearInterval(timer)
    }
  }, [everyMilliseconds])
  return now
}

/** Seconds from then until `now`; a clock that is a little ahead is no future. */
export function secondsSince(iso: string, now: number): number {
  return Math.max(0, (now - Date.parse(iso)) / 1000)
}
