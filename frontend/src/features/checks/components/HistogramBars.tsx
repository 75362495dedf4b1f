import { Text } from '@mantine/core'

import type { Histogram, HistogramBar } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'

import classes from './HistogramBars.module.css'

/** More categories than fit; those that differ most are kept. */
const MOST_BARS = 16

interface Bar {
  label: string
  reference: number
  window: number
}

/** How a feature was spread over the reference, and over the rows that were looked at. */
export function HistogramBars({ histogram }: { histogram: Histogram }) {
  const { t, format } = useLocale()
  const bars: Bar[] = histogram.bars.map((bar) => ({
    label: labelOf(bar),
    reference: bar.reference_share,
    window: bar.window_share,
  }))
  if (histogram.reference_missing_share > 0 || histogram.window_missing_share > 0) {
    bars.push({
      label: t('drift.missing'),
      reference: histogram.reference_missing_share,
      window: histogram.window_missing_share,
    })
  }
  const shown = mostDifferent(bars)
  const longest = Math.max(...shown.flatMap((bar) => [bar.reference, bar.window]), Number.EPSILON)
  const width = (share: number) => ({ width: `${String((share / longest) * 100)}%` })
  return (
    <figure className={classes.figure}>
      <figcaption className={classes.legend}>
        <span data-of="reference">
          {t('drift.reference', { rows: format.integer(histogram.reference_rows) })}
        </span>
        <span data-of="window">
          {t('drift.window', { rows: format.integer(histogram.window_rows) })}
        </span>
      </figcaption>
      <ul className={classes.bars}>
        {shown.map((bar) => (
          <li key={bar.label}>
            <span className={classes.label}>{bar.label}</span>
            <span className={classes.track} aria-hidden="true">
              <span data-of="reference" style={width(bar.reference)} />
              <span data-of="window" style={width(bar.window)} />
            </span>
            <span className={classes.shares}>
              {t('drift.shares', {
                before: format.percent(bar.reference, 1),
                now: format.percent(bar.window, 1),
              })}
            </span>
          </li>
        ))}
      </ul>
      {shown.length < bars.length && (
        <Text size="xs" c="dimmed" mt="xs">
          {t('drift.moreBars', { rest: format.integer(bars.length - shown.length) })}
        </Text>
      )}
    </figure>
  )

  function labelOf({ label, start, end }: HistogramBar): string {
    if (label !== null) return label
    if (start === null) return end === null ? '–' : t('drift.below', { end: format.number(end) })
    if (end === null) return t('drift.above', { start: format.number(start) })
    return t('drift.range', { start: format.number(start), end: format.number(end) })
  }
}

/** In their order, without those that differ least where there are too many. */
function mostDifferent(bars: Bar[]): Bar[] {
  const difference = (bar: Bar) => Math.abs(bar.window - bar.reference)
  const kept = new Set(
    bars.toSorted((one, other) => difference(other) - difference(one)).slice(0, MOST_BARS),
  )
  return bars.filter((bar) => kept.has(bar))
}
