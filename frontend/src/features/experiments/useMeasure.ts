import type { ExperimentMeasure } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'

export const MEASURE_TITLES = {
  quality: 'measure.quality',
  feedback: 'measure.feedback',
  latency: 'measure.latency',
  value: 'measure.value',
  errors: 'measure.errors',
} as const satisfies Record<ExperimentMeasure, string>

/** How a measure is called, and its figures in its own unit; what is not known is a dash. */
export function useMeasure() {
  const { t, format } = useLocale()
  const isShare = (measure: ExperimentMeasure) => measure === 'feedback' || measure === 'errors'
  return {
    title: (measure: ExperimentMeasure) => t(MEASURE_TITLES[measure]),
    figure: (measure: ExperimentMeasure, value: number | null | undefined) => {
      if (value == null) return '–'
      if (measure === 'latency') return format.seconds(value)
      return isShare(measure) ? format.percent(value, 0, 2) : format.number(value)
    },
    difference: (measure: ExperimentMeasure, value: number | null) => {
      if (value === null) return '–'
      if (measure === 'latency') return `${format.signed(value * 1000)} ms`
      return isShare(measure) ? `${format.signed(value * 100)} pp` : format.signed(value)
    },
  }
}
