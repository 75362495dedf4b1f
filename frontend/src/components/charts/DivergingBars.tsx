import classes from './DivergingBars.module.css'

export interface DivergingBar {
  key: string
  label: string
  /** What the label's field holds, in words. */
  detail: string
  value: number
  valueText: string
}

interface Props {
  bars: DivergingBar[]
  label: string
}

/** Bars to the right of the middle push up, to the left down. A list, so that it is read as one. */
export function DivergingBars({ bars, label }: Props) {
  const longest = Math.max(...bars.map((bar) => Math.abs(bar.value)), Number.EPSILON)
  return (
    <ul className={classes.list} aria-label={label}>
      {bars.map((bar) => (
        <li key={bar.key} className={classes.item}>
          <span className={classes.label}>
            {bar.label}
            <span className={classes.detail}>{bar.detail}</span>
          </span>
          <span className={classes.track} aria-hidden="true">
            <span
              className={classes.fill}
              data-sign={bar.value < 0 ? 'down' : 'up'}
              style={{ width: `${String((Math.abs(bar.value) / longest) * 50)}%` }}
            />
          </span>
          <span className={classes.value}>{bar.valueText}</span>
        </li>
      ))}
    </ul>
  )
}
