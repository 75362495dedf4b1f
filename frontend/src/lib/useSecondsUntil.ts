import { useEffect, useState } from 'react'

const TICK_MILLISECONDS = 250

function secondsUntil(moment: number | null): number {
  return moment === null ? 0 : Math.max(0, Math.ceil((moment - Date.now()) / 1000))
}

/** Whole seconds that are left until a moment (milliseconds since the epoch), counted down live. */
export function useSecondsUntil(moment: number | null): number {
  const [counted, setCounted] = useState({ moment, left: secondsUntil(moment) })
  useEffect(() => {
    if (moment === null) return
    const count = () => {
      const left = secondsUntil(moment)
      setCounted({ moment, left })
      if (left === 0) window.clearInterval(timer)
    }
    const timer = window.setInterval(count, TICK_MILLISECONDS)
    count()
    return () => {
      window.clearInterval(timer)
    }
  }, [moment])
  // Another moment has not been counted yet.
  return counted.moment === moment ? counted.left : secondsUntil(moment)
}
