import classes from './IntervalBar.module.css'

interface Props {
  value: number
  lower: number
  upper: number
  /** Where harm begins; 0 is always drawn. */
  limit?: number
  limitLabel?: string
  /** What is hoped for, where more is better. */
  aim?: number
  aimLabel?: string
  tone: 'good' | 'worse' | 'open'
  format: (value: number) => string
}

/** Room beside what must be seen. */
const MARGIN = 1.3

/**
 * A difference with its interval around 0, against the largest one that is accepted. The figures
 * stand in the text beside it.
 */
export function IntervalBar({ value, lower, upper, limit, aim, tone, format, ...labels }: Props) {
  const ends = [lower, upper, limit ?? 0, aim ?? 0].filter(Number.isFinite).map(Math.abs)
  const reach = Math.max(...ends, Number.EPSILON) * MARGIN
  const at = (position: number) =>
    `${String(Math.min(Math.max(((position + reach) / (2 * reach)) * 100, 0), 100))}%`
  return (
    <div className={classes.bar} data-tone={tone} aria-hidden="true">
      <div className={classes.axis} />
      {limit !== undefined && limit > 0 && (
        <div className={classes.harm} style={{ left: at(limit) }} />
      )}
      <div className={classes.zero} style={{ left: at(0) }} />
      {limit !== undefined && <div className={classes.limit} style={{ left: at(limit) }} />}
      {aim !== undefined && <div className={classes.aim} style={{ left: at(aim) }} />}
      <div
        className={classes.interval}
        style={{ left: at(lower), right: `calc(100% - ${at(upper)})` }}
      />
      <div className={classes.value} style={{ left: at(value) }} />
      <span className={classes.mark} style={{ left: at(0) }}>
        0
      </span>
      {limit !== undefined && limit > 0 && (
        <span className={classes.mark} data-row="2" style={{ left: at(limit) }}>
          {labels.limitLabel} {format(limit)}
        </span>
      )}
      {aim !== undefined && (
        <span className={classes.mark} data-row="2" style={{ left: at(aim) }}>
          {labels.aimLabel} {format(aim)}
        </span>
      )}
    </div>
  )
}
