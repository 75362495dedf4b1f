import { Badge, Table } from '@mantine/core'

import type { Metric } from '@/api/types'
import { ScrollTable } from '@/components/ui/ScrollTable'
import { useLocale } from '@/lib/i18n/useLocale'
import { formatMetric } from '@/lib/metrics'

const DIRECTIONS = {
  lower: 'quality.lowerIsBetter',
  higher: 'quality.higherIsBetter',
  target: 'quality.targetIsBest',
} as const

interface Props {
  metrics: Metric[]
  headline: string
}

/** The model beside its baseline, each with its 95 % interval. */
export function MetricsTable({ metrics, headline }: Props) {
  const { t } = useLocale()
  const ordered = [...metrics].sort(
    (a, b) => Number(b.name === headline) - Number(a.name === headline),
  )
  return (
    <ScrollTable label={t('quality.title')}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('quality.metric')}</Table.Th>
          <Table.Th>{t('quality.model')}</Table.Th>
          <Table.Th>{t('quality.baseline')}</Table.Th>
          <Table.Th>{t('quality.difference')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {ordered.map((metric) => (
          <MetricRow key={metric.name} metric={metric} />
        ))}
      </Table.Tbody>
    </ScrollTable>
  )
}

function MetricRow({ metric }: { metric: Metric }) {
  const { t, format, text } = useLocale()
  const shown = (value: number) => formatMetric(metric, value, format)
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={560}>
        {text(metric.title, metric.name)}
        <Muted>{t(DIRECTIONS[metric.better], { target: shown(metric.target ?? 0) })}</Muted>
      </Table.Th>
      <Table.Td fw={620}>
        {shown(metric.value)}
        <IntervalText interval={metric.interval} shown={shown} />
      </Table.Td>
      <Table.Td>
        {metric.baseline === null ? '–' : shown(metric.baseline)}
        <IntervalText interval={metric.baseline_interval} shown={shown} />
      </Table.Td>
      <Table.Td>
        <Verdict metric={metric} />
        <IntervalText interval={metric.improvement_interval} shown={format.signed} />
      </Table.Td>
    </Table.Tr>
  )
}

/** Better or worse only where the whole interval says so. */
function Verdict({ metric }: { metric: Metric }) {
  const { t } = useLocale()
  const interval = metric.improvement_interval
  if (!interval) return '–'
  const [least = 0, most = 0] = interval
  if (least > 0) {
    return (
      <Badge color="sea" variant="light" tt="none">
        {t('quality.better')}
      </Badge>
    )
  }
  return (
    <Badge color={most < 0 ? 'buoy' : 'gray'} variant="light" tt="none">
      {most < 0 ? t('quality.worse') : t('quality.noDifference')}
    </Badge>
  )
}

function Muted({ children }: { children: string }) {
  return (
    <span style={{ display: 'block', fontWeight: 400, fontSize: '0.75rem' }} className="dimmed">
      {children}
    </span>
  )
}

interface IntervalTextProps {
  /** Its lower and its upper end. */
  interval: number[] | null
  shown: (value: number) => string
}

function IntervalText({ interval, shown }: IntervalTextProps) {
  if (!interval) return null
  return <Muted>{interval.map(shown).join(' – ')}</Muted>
}
