import { useEffect, useState } from 'react'

import { utcDay } from './search'

const MINUTE_MS = 60_000

/** The day (UTC) that it is, also when the page stays open overnight. */
export function useToday(): string {
  const [today, setToday] = useState(() => utcDay(new Date()))
  useEffect(() => {
    const timer = window.setInterval(() => {
      setToday(utcDay(new Date()))
    }, MINUTE_MS)
    return () => {
      window.clearInterval(timer)
    }
  }, [])
  return today
}
