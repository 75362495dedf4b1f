import { IconPlugConnectedX } from '@tabler/icons-react'
import { useEffect, useState } from 'react'

import { useLocale } from '@/lib/i18n/useLocale'

import classes from './Wall.module.css'

const TICK_MS = 1000
/** Younger numbers need no age. */
const FRESH_SECONDS = 90

interface Props {
  /** When the numbers came, as milliseconds since 1970; 0 before any. */
  at: number
  /** Whether the last try to get newer ones failed. */
  failed: boolean
}

/** Of when the numbers are, and how old where newer ones cannot be had. */
export function Freshness({ at, failed }: Props) {
  const { t, format } = useLocale()
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = window.setInterval(() => {
      setNow(Date.now())
    }, TICK_MS)
    return () => {
      window.clearInterval(timer)
    }
  }, [])
  if (at === 0) return <p className={classes.fresh} />
  const seconds = Math.max(0, Math.round((now - at) / 1000))
  const age = format.duration(seconds)
  if (failed) {
    return (
      <p className={classes.fresh} role="status" data-stale>
        <IconPlugConnectedX size={22} aria-hidden="true" /> {t('wall.stale', { age })}
      </p>
    )
  }
  return (
    <p className={classes.fresh}>
      {seconds > FRESH_SECONDS
        ? t('wall.age', { age })
        : t('wall.at', { time: format.time(new Date(at).toISOString()) })}
    </p>
  )
}
