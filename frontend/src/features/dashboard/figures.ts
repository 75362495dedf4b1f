import type { Kpi, KpiFigure, KpiMeasure } from '@/api/types'
import type { Formatter } from '@/lib/format'
import { formatMetric } from '@/lib/metrics'

/** What a number is of, as far as writing it goes. */
export interface Written {
  unit: Kpi['unit']
  currency: string
  measure?: KpiMeasure | null
}

const MOST_IN_FULL = 99_999
/** From here on a percentage without decimals would hide what matters. */
const FINE_SHARE = 0.99

export function figureText(value: number, { unit, currency, measure }: Written, format: Formatter) {
  if (unit === 'share') {
    const fine = value > FINE_SHARE && value < 1
    return format.percent(value, fine ? 1 : 0, fine ? 3 : 1)
  }
  if (unit === 'seconds') return format.seconds(value)
  if (unit === 'money') return format.money(value, currency)
  if (unit === 'measure')
    return measure ? formatMetric(measure, value, format) : format.number(value)
  return value > MOST_IN_FULL ? format.compact(value) : format.number(value)
}

export type Direction = 'better' | 'worse' | 'neutral'

export interface Change {
  /** Of what it was before; of shares the difference. Null where it was 0. */
  by: number | null
  isShare: boolean
  direction: Direction
}

/** Null where there is nothing to compare. */
export function changeOf(
  { unit, better }: Pick<Kpi, 'unit' | 'better'>,
  now: KpiFigure,
  previous: KpiFigure,
): Change | null {
  if (now.value === null || previous.value === null) return null
  const difference = now.value - previous.value
  const isShare = unit === 'share'
  const by = isShare
    ? difference
    : previous.value === 0
      ? null
      : difference / Math.abs(previous.value)
  return { by: difference === 0 ? 0 : by, isShare, direction: directionOf(better, difference) }
}

function directionOf(better: Kpi['better'], difference: number): Direction {
  if (difference === 0 || better === 'neither') return 'neutral'
  return difference > 0 === (better === 'higher') ? 'better' : 'worse'
}
