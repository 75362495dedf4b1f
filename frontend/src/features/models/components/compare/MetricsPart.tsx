import { Alert, Text } from '@mantine/core'

import type { Metric, VersionDetail } from '@/api/types'
import { Panel } from '@/components/ui/Panel'
import { useLocale } from '@/lib/i18n/useLocale'
import { formatMetric } from '@/lib/metrics'

import { judgedAlike, metricRows } from '../../compare'
import { CompareTable } from './CompareTable'

/** Each version's figures with their intervals, and how far each lies from the first one's. */
export function MetricsPart({ versions }: { versions: VersionDetail[] }) {
  const { t, text, format } = useLocale()
  const rows = metricRows(versions)
  if (rows.length === 0) {
    return (
      <Panel title={t('compare.metrics')}>
        <Text c="dimmed">{t('compare.noMetrics')}</Text>
      </Panel>
    )
  }
  return (
    <Panel title={t('compare.metrics')} lead={t('compare.metricsLead')}>
      {!judgedAlike(versions) && (
        <Alert color="beam" mb="lg" title={t('compare.otherRows')}>
          {t('compare.otherRowsText')}
        </Alert>
      )}
      <CompareTable
        label={t('compare.metrics')}
        what={t('compare.metric')}
        versions={versions}
        rows={rows.map(({ name, cells }) => {
          const [first] = cells
          const metric = cells.find((cell) => cell !== null)
          return {
            key: name,
            title: (
              <>
                {text(metric?.title, name)}
                {metric && <Muted>{t(DIRECTIONS[metric.better])}</Muted>}
              </>
            ),
            cells: cells.map((cell) => cell && <Figure metric={cell} first={first ?? null} />),
          }
        })}
      />
      <CompareRowsOf versions={versions} format={format.integer} />
    </Panel>
  )
}

const DIRECTIONS = {
  lower: 'compare.lowerIsBetter',
  higher: 'compare.higherIsBetter',
  target: 'compare.targetIsBest',
} as const

function CompareRowsOf({
  versions,
  format,
}: {
  versions: VersionDetail[]
  format: (value: number) => string
}) {
  const { t } = useLocale()
  return (
    <Text size="xs" c="dimmed" mt="sm">
      {versions
        .flatMap(({ version, evaluation }) =>
          evaluation
            ? t('compare.judgedOn', { version, rows: format(evaluation.holdout_rows) })
            : [],
        )
        .join(' · ')}
    </Text>
  )
}

function Figure({ metric, first }: { metric: Metric; first: Metric | null }) {
  const { t, format } = useLocale()
  const shown = (value: number) => formatMetric(metric, value, format)
  const difference = first && first !== metric ? metric.value - first.value : null
  return (
    <>
      <strong>{shown(metric.value)}</strong>
      <Muted>{metric.interval.map(shown).join(' – ')}</Muted>
      {difference !== null && (
        <Muted>{t('compare.fromFirst', { difference: format.signed(difference) })}</Muted>
      )}
    </>
  )
}

export function Muted({ children }: { children: string }) {
  return (
    <span className="dimmed" style={{ display: 'block', fontWeight: 400, fontSize: '0.75rem' }}>
      {children}
    </span>
  )
}
