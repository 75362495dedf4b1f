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
  const number = format.metric(value)
  return metric.unit ? `${number} ${metric.unit}` : number
}
