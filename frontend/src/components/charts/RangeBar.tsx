import classes from './RangeBar.module.css'

interface Props {
  value: number
  lower: number
  upper: number
  /** A known truth to mark. */
  truth?: number
  format: (value: number) => string
}

/** Room on both sides, as a share of the interval's length. */
const MARGIN = 0.25

/** A value inside its interval, on a scale that leaves room around it. */
export function RangeBar({ value, lower, upper, truth, format }: Props) {
  const least = Math.min(lower, truth ?? lower)
  const most = Math.max(upper, truth ?? upper)
  const length = Math.max(most - least, Number.EPSILON)
  const start = least - length * MARGIN
  const end = most + length * MARGIN
  const at = (position: number) => `${String(((position - start) / (end - start)) * 100)}%`
  return (
    <div className={classes.bar} aria-hidden="true">
      <div className={classes.axis} />
      <div
        className={classes.range}
        style={{ left: at(lower), right: `calc(100% - ${at(upper)})` }}
      />
      <div className={classes.value} style={{ left: at(value) }} />
      {truth !== undefined && <div className={classes.truth} style={{ left: at(truth) }} />}
      <span className={classes.end} style={{ left: at(lower) }}>
        {format(lower)}
      </span>
      <span className={classes.end} style={{ left: at(upper) }}>
        {format(upper)}
      </span>
    </div>
  )
}
