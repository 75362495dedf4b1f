import { Text } from '@mantine/core'

import type { Metric } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'
import { formatMetric } from '@/lib/metrics'

/** The headline metric in one sentence, beside what it must beat. */
export function QualityLine({ metric }: { metric: Metric | null }) {
  const { t, format, text } = useLocale()
  if (!metric) {
    return (
      <Text size="sm" c="dimmed">
        {t('gallery.unmeasured')}
      </Text>
    )
  }
  const title = text(metric.title, metric.name)
  const value = formatMetric(metric, metric.value, format)
  return (
    <Text size="sm" className="numeric">
      <Text span inherit fw={620}>
        {title} {value}
      </Text>
      {metric.baseline !== null && (
        <Text span inherit c="dimmed">
          {', '}
          {t('gallery.against', { value: formatMetric(metric, metric.baseline, format) })}
        </Text>
      )}
    </Text>
  )
}
