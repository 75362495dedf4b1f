import type { Quantiles } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'

import classes from './LivePanel.module.css'

/** The latency that half, 95 % and 99 % of the requests stayed below. */
export function LatencyBars({ quantiles }: { quantiles: Quantiles }) {
  const { t, format } = useLocale()
  const entries = (['p50', 'p95', 'p99'] as const).map((name) => [name, quantiles[name]] as const)
  const slowest = Math.max(...entries.map(([, seconds]) => seconds ?? 0), Number.EPSILON)
  return (
    <div className={classes.latency}>
      <h4>{t('live.latency')}</h4>
      <ul>
        {entries.map(([name, seconds]) => (
          <li key={name}>
            <span>{name}</span>
            <span className={classes.track} aria-hidden="true">
              <span style={{ width: `${String(((seconds ?? 0) / slowest) * 100)}%` }} />
            </span>
            <span>{seconds === null ? '–' : format.seconds(seconds)}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
