import classes from './IntervalBar.module.css'

interface Props {
  value: number
  lower: number
  upper: number
  /** Where harm begins; 0 is always drawn. */
  limit: number
  tone: 'good' | 'worse' | 'open'
  limitLabel: string
  format: (value: number) => string
}

/** Room beside what must be seen. */
const MARGIN = 1.3

/**
 * A difference with its interval around 0, against the largest one that is accepted. The figures
 * stand in the text beside it.
 */
export function IntervalBar({ value, lower, upper, limit, tone, limitLabel, format }: Props) {
  const ends = [lower, upper, limit].filter(Number.isFinite).map(Math.abs)
  const reach = Math.max(...ends, Number.EPSILON) * MARGIN
  const at = (position: number) =>
    `${String(Math.min(Math.max(((position + reach) / (2 * reach)) * 100, 0), 100))}%`
  return (
    <div className={classes.bar} data-tone={tone} aria-hidden="true">
      <div className={classes.axis} />
      {limit > 0 && <div className={classes.harm} style={{ left: at(limit) }} />}
      <div className={classes.zero} style={{ left: at(0) }} />
      <div className={classes.limit} style={{ left: at(limit) }} />
      <div
        className={classes.interval}
        style={{ left: at(lower), right: `calc(100% - ${at(upper)})` }}
      />
      <div className={classes.value} style={{ left: at(value) }} />
      <span className={classes.mark} style={{ left: at(0) }}>
        0
      </span>
      {limit > 0 && (
        <span className={classes.mark} data-row="2" style={{ left: at(limit) }}>
          {limitLabel} {format(limit)}
        </span>
      )}
    </div>
  )
}
