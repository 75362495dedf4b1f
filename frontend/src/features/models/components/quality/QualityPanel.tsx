import { Skeleton, Text } from '@mantine/core'
import { lazy, Suspense } from 'react'

import type { ModelDetail } from '@/api/types'
import { Panel } from '@/components/ui/Panel'
import { useLocale } from '@/lib/i18n/useLocale'

import { ConfusionMatrix } from './ConfusionMatrix'
import { ConversionNote } from './ConversionNote'
import { MetricsTable } from './MetricsTable'
import { SlicesTable } from './SlicesTable'

const CalibrationChart = lazy(() => import('@/components/charts/CalibrationChart'))

export default function QualityPanel({ model }: { model: ModelDetail }) {
  const { t, format, text } = useLocale()
  const { evaluation } = model
  if (!evaluation) {
    return (
      <Panel title={t('quality.title')}>
        <Text c="dimmed">{t('quality.none')}</Text>
      </Panel>
    )
  }
  const { slices, calibration, confusion, conversion } = evaluation
  return (
    <>
      <Panel
        title={t('quality.title')}
        lead={t('quality.lead', {
          rows: format.integer(evaluation.holdout_rows),
          version: model.documented_version,
        })}
      >
        <MetricsTable metrics={evaluation.metrics} headline={evaluation.headline} />
        <Text size="sm" mt="md">
          <strong>{t('quality.baselineIs')}</strong> {text(evaluation.baseline)}
        </Text>
        <Text size="sm" mt={4}>
          <strong>{t('quality.splitIs')}</strong> {text(evaluation.split)}
        </Text>
      </Panel>
      {calibration.length > 0 && (
        <Panel title={t('quality.calibration')} lead={t('quality.calibrationLead')}>
          <Suspense fallback={<Skeleton height={320} />}>
            <CalibrationChart bins={calibration} />
          </Suspense>
        </Panel>
      )}
      {Object.keys(confusion).length > 0 && (
        <Panel title={t('quality.confusion')} lead={t('quality.confusionLead')}>
          <ConfusionMatrix model={model} confusion={confusion} />
        </Panel>
      )}
      {slices.length > 0 && (
        <Panel title={t('quality.slices')} lead={t('quality.slicesLead')}>
          <SlicesTable model={model} slices={slices} />
        </Panel>
      )}
      {conversion && (
        <Panel title={t('quality.conversion')}>
          <ConversionNote conversion={conversion} />
        </Panel>
      )}
    </>
  )
}
