import { CheckedQualityPanel } from '@/features/checks/components/CheckedQualityPanel'
import { QualityOverTimePanel } from '@/features/checks/components/QualityOverTimePanel'
import { useLocale } from '@/lib/i18n/useLocale'

import { useSectionTitle } from './useSectionTitle'

export function QualitySection() {
  const { t, text } = useLocale()
  const model = useSectionTitle(t('section.quality'))
  const metricTitle = (name: string) => {
    const metric = model.evaluation?.metrics.find((known) => known.name === name)
    return metric ? text(metric.title, name) : name
  }
  return (
    <>
      <QualityOverTimePanel
        model={model.name}
        asks={model.replay === null}
        metricTitle={metricTitle}
      />
      <CheckedQualityPanel model={model.name} metricTitle={metricTitle} />
    </>
  )
}
