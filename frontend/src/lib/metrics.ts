import type { Formatter } from './format'

/** Metrics that are shares of 0–1 and read best as percentages. */
const SHARES = new Set([
  'accuracy',
  'balanced_accuracy',
  'coverage',
  'top_k_accuracy',
  'recall',
  'precision',
  'f1',
])

export function formatMetric(
  metric: { name: string; unit: string },
  value: number,
  format: Formatter,
): string {
  if (SHARES.has(metric.name)) return format.percent(value, 1)
  const number = format.number(value)
  return metric.unit ? `${number} ${metric.unit}` : number
}

interface Compared {
  better: 'lower' | 'higher' | 'target'
  value: number
  baseline: number | null
}

/**
 * How much better than the baseline, as a share of the baseline's value (for "lower is better") or
 * of its distance to nothing (otherwise); null where there is no baseline to compare with.
 */
export function relativeImprovement({ better, value, baseline }: Compared): number | null {
  if (baseline === null || baseline === 0 || better === 'target') return null
  const difference = better === 'lower' ? baseline - value : value - baseline
  return difference / Math.abs(baseline)
}
