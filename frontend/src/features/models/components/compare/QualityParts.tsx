import { Button, Skeleton, Text, Title } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'

import type { ModelDetail, Slice, VersionDetail } from '@/api/types'
import { Panel } from '@/components/ui/Panel'
import { useLocale } from '@/lib/i18n/useLocale'
import { formatMetric } from '@/lib/metrics'

import { sliceRows } from '../../compare'
import { sliceWords } from '../../sliceWords'
import { ConfusionMatrix } from '../quality/ConfusionMatrix'
import classes from './Compare.module.css'
import { CompareTable } from './CompareTable'
import { Muted } from './MetricsPart'

const CalibrationChart = lazy(() => import('@/components/charts/CalibrationChart'))
const SLICES_AT_FIRST = 8

/** The plots of each version that has them, beside each other. */
export function PlotParts({ versions }: { versions: VersionDetail[] }) {
  const { t } = useLocale()
  const calibrated = versions.filter(({ evaluation }) => evaluation?.calibration.length)
  const confused = versions.filter(
    ({ evaluation }) => evaluation && Object.keys(evaluation.confusion).length > 0,
  )
  return (
    <>
      {calibrated.length > 0 && (
        <Panel title={t('compare.calibration')} lead={t('compare.calibrationLead')}>
          <div className={classes.beside}>
            {calibrated.map(({ version, evaluation }) => (
              <Beside key={version} version={version}>
                <Suspense fallback={<Skeleton height={340} />}>
                  <CalibrationChart bins={evaluation?.calibration ?? []} />
                </Suspense>
              </Beside>
            ))}
          </div>
        </Panel>
      )}
      {confused.length > 0 && (
        <Panel title={t('compare.confusion')} lead={t('compare.confusionLead')}>
          <div className={classes.beside}>
            {confused.map((one) => (
              <Beside key={one.version} version={one.version}>
                <ConfusionMatrix model={one} confusion={one.evaluation?.confusion ?? {}} />
              </Beside>
            ))}
          </div>
        </Panel>
      )}
    </>
  )
}

function Beside({ version, children }: { version: number; children: React.ReactNode }) {
  const { t } = useLocale()
  return (
    <div>
      <Title order={3} size="h4" mb="sm">
        {t('model.versionNumber', { version })}
      </Title>
      {children}
    </div>
  )
}

/** How well each version does in each part of the held-out rows. */
export function SlicesPart({ model, versions }: { model: ModelDetail; versions: VersionDetail[] }) {
  const { t, text, format } = useLocale()
  const [all, setAll] = useState(false)
  const rows = sliceRows(versions)
  if (rows.length === 0) return null
  return (
    <Panel title={t('compare.slices')} lead={t('compare.slicesLead')}>
      <CompareTable
        label={t('compare.slices')}
        what={t('compare.part')}
        versions={versions}
        rows={(all ? rows : rows.slice(0, SLICES_AT_FIRST)).map(({ name, cells }) => {
          const known = cells.find((cell) => cell !== null)
          const words = known && sliceWords(model, text, known.feature, known.value)
          return {
            key: name,
            title: (
              <>
                {words && <span className="dimmed">{words.title}: </span>}
                {words?.value ?? name}
                {known && <Muted>{format.integer(known.rows)}</Muted>}
              </>
            ),
            cells: cells.map((cell) => cell && <SliceCell slice={cell} model={model} />),
          }
        })}
      />
      {rows.length > SLICES_AT_FIRST && (
        <Button
          variant="subtle"
          size="compact-sm"
          mt="sm"
          onClick={() => {
            setAll(!all)
          }}
        >
          {all
            ? t('compare.fewerSlices')
            : t('compare.allSlices', {
                count: rows.length,
                formatted: format.integer(rows.length),
              })}
        </Button>
      )}
      <Text size="xs" c="dimmed" mt="sm">
        {t('compare.slicesOrder')}
      </Text>
    </Panel>
  )
}

function SliceCell({ slice, model }: { slice: Slice; model: ModelDetail }) {
  const { format } = useLocale()
  const metric = model.evaluation?.metrics.find(({ name }) => name === slice.metric)
  const shown = (value: number) =>
    formatMetric(metric ?? { name: slice.metric, unit: '' }, value, format)
  return (
    <>
      {shown(slice.score)}
      <Muted>{slice.interval.map(shown).join(' – ')}</Muted>
    </>
  )
}
