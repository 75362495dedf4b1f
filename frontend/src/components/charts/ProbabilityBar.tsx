import classes from './ProbabilityBar.module.css'

interface Props {
  /** 0–1. */
  share: number
  /** Where one label turns into the other, 0–1. */
  threshold?: number
  thresholdLabel?: string
  tone?: 'up' | 'down'
}

/** How likely, as a filled beam. The number is written beside it; this is its picture. */
export function ProbabilityBar({ share, threshold, thresholdLabel, tone = 'up' }: Props) {
  return (
    <div className={classes.track} aria-hidden="true">
      <div className={classes.fill} data-tone={tone} style={{ width: `${String(share * 100)}%` }} />
      {threshold !== undefined && (
        <div
          className={classes.threshold}
          style={{ left: `${String(threshold * 100)}%` }}
          title={thresholdLabel}
        />
      )}
    </div>
  )
}
