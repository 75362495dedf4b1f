import { Group, NativeSelect, SegmentedControl, Text } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'

import type { QualityOverTime } from '@/api/types'
import { Disclosure } from '@/components/ui/Disclosure'
import { ErrorState } from '@/components/ui/ErrorState'
import { Loading } from '@/components/ui/Loading'
import { Panel } from '@/components/ui/Panel'
import { useLocale } from '@/lib/i18n/useLocale'
import { formatMetric } from '@/lib/metrics'

import { figureNames, pointsOf } from '../periods'
import { useQualityOverTime } from '../queries/checks'
import { CheckButton } from './CheckButton'
import { PeriodTable } from './PeriodTable'

const QualityChart = lazy(() => import('./QualityChart'))
const INTERVALS = ['day', 'week', 'month'] as const

interface Props {
  model: string
  /** Whether another look can be asked for. */
  asks?: boolean
  /** What a metric is called on the model's card. */
  metricTitle: (name: string) => string
}

/** How good the answers were that users got, by the time that they were about. */
export function QualityOverTimePanel({ model, asks = true, metricTitle }: Props) {
  const { t } = useLocale()
  const [interval, setInterval] = useState<QualityOverTime['interval']>('week')
  const quality = useQualityOverTime(model, interval)
  const names = { day: t('quality.day'), week: t('quality.week'), month: t('quality.month') }
  return (
    <Panel
      title={t('quality.overTime')}
      lead={t('quality.overTimeLead')}
      aside={asks && <CheckButton model={model} />}
    >
      <Group mb="md" gap="lg" align="flex-end">
        <SegmentedControl
          size="xs"
          aria-label={t('quality.by')}
          value={interval}
          onChange={setInterval}
          data={INTERVALS.map((value) => ({ value, label: names[value] }))}
        />
      </Group>
      {quality.isPending && <Loading height={400} />}
      {quality.isError && !quality.data && (
        <ErrorState
          error={quality.error}
          title={t('quality.failed')}
          onRetry={() => void quality.refetch()}
        />
      )}
      {quality.data &&
        (quality.data.periods.length === 0 ? (
          <Text c="dimmed" maw={620}>
            {t('quality.nothingYet')}
          </Text>
        ) : (
          <Figures quality={quality.data} metricTitle={metricTitle} />
        ))}
    </Panel>
  )
}

function Figures({ quality, metricTitle }: { quality: QualityOverTime } & Omit<Props, 'model'>) {
  const { t, format } = useLocale()
  const names = figureNames(quality)
  const [chosen, setChosen] = useState<string | null>(null)
  const name = chosen ?? names[0] ?? null
  if (name === null) {
    return <Text c="dimmed">{t('quality.noTruth')}</Text>
  }
  const points = pointsOf(quality.periods, name)
  const write = (value: number) => formatMetric({ name, unit: '' }, value, format)
  return (
    <>
      <NativeSelect
        label={t('quality.metric')}
        maw={260}
        mb="md"
        value={name}
        onChange={(event) => {
          setChosen(event.currentTarget.value)
        }}
        data={names.map((value) => ({ value, label: metricTitle(value) }))}
      />
      <Suspense fallback={<Loading height={390} />}>
        <QualityChart
          points={points}
          promised={name === quality.headline ? quality.promised : null}
          write={write}
        />
      </Suspense>
      <Text size="xs" c="dimmed" mt="xs" mb="sm">
        {t('quality.legend')}
      </Text>
      <Disclosure label={t('quality.asTable')}>
        <PeriodTable points={points} title={metricTitle(name)} write={write} />
      </Disclosure>
    </>
  )
}
