import { SegmentedControl, Text } from '@mantine/core'
import { useState } from 'react'

import type { ModelDetail, VersionMetrics } from '@/api/types'
import { ErrorState } from '@/components/ui/ErrorState'
import { Loading } from '@/components/ui/Loading'
import { Panel } from '@/components/ui/Panel'
import { useLocale } from '@/lib/i18n/useLocale'

import { useModelMetrics } from '../queries/metrics'
import classes from './LivePanel.module.css'
import { LatencyBars } from './LatencyBars'

const WINDOWS_MINUTES = [15, 60, 24 * 60] as const

export default function LivePanel({ model }: { model: ModelDetail }) {
  const { t } = useLocale()
  const [minutes, setMinutes] = useState<number>(60)
  const metrics = useModelMetrics(model.name, minutes)
  const served = metrics.data?.versions.filter((version) => version.requests > 0) ?? []
  return (
    <Panel
      title={t('live.title')}
      lead={t('live.lead')}
      aside={
        <SegmentedControl
          size="xs"
          aria-label={t('live.window')}
          value={String(minutes)}
          onChange={(value) => {
            setMinutes(Number(value))
          }}
          data={WINDOWS_MINUTES.map((window) => ({
            value: String(window),
            label:
              window >= 60
                ? t('live.hours', { count: window / 60 })
                : t('live.minutes', { count: window }),
          }))}
        />
      }
    >
      {metrics.isPending && <Loading height={200} />}
      {metrics.isError && !metrics.data && (
        <ErrorState
          error={metrics.error}
          title={t('live.failed')}
          onRetry={() => void metrics.refetch()}
        />
      )}
      {metrics.data && served.length === 0 && <Text c="dimmed">{t('live.none')}</Text>}
      {served.map((version) => (
        <VersionFigures key={version.version} model={model} metrics={version} />
      ))}
    </Panel>
  )
}

function VersionFigures({ model, metrics }: { model: ModelDetail; metrics: VersionMetrics }) {
  const { t, format } = useLocale()
  const { feedback } = metrics
  const title =
    metrics.version === 0
      ? t('live.unanswered')
      : t('model.versionNumber', { version: metrics.version })
  return (
    <article className={classes.version} aria-label={title}>
      <h3 className={classes.title}>
        {title}
        {metrics.version === model.champion && (
          <span className={classes.champion}>{t('stage.champion')}</span>
        )}
      </h3>
      <dl className={classes.figures}>
        <Figure title={t('live.requests')} value={format.integer(metrics.requests)}>
          {t('live.rate', { rate: format.number(metrics.requests_per_second) })}
        </Figure>
        <Figure title={t('live.errors')} value={format.percent(metrics.error_share, 1)}>
          {t('live.errorsSplit', {
            client: format.integer(metrics.client_errors),
            server: format.integer(metrics.server_errors),
          })}
        </Figure>
        <Figure title={t('live.cache')} value={format.integer(metrics.cache_hits)}>
          {metrics.mean_batch_rows !== null &&
            t('live.batch', { rows: format.number(metrics.mean_batch_rows) })}
        </Figure>
        <Figure title={t('live.outcomes')} value={format.integer(metrics.outcomes)}>
          {metrics.truth_share !== null &&
            t('live.truthShare', { share: format.percent(metrics.truth_share) })}
        </Figure>
        <Figure
          title={t('live.feedback')}
          value={`${format.integer(feedback.up)} / ${format.integer(feedback.down)}`}
        >
          {t('live.feedbackLegend')}
        </Figure>
        {metrics.quality.map((figure) => (
          <Figure key={figure.name} title={figure.name} value={format.number(figure.value)}>
            {t('live.soFar', { rows: format.integer(figure.rows) })}
          </Figure>
        ))}
      </dl>
      <LatencyBars quantiles={metrics.latency_seconds} />
    </article>
  )
}

interface FigureProps {
  title: string
  value: string
  children?: React.ReactNode
}

function Figure({ title, value, children }: FigureProps) {
  return (
    <div>
      <dt>{title}</dt>
      <dd className={classes.value}>{value}</dd>
      <dd className={classes.note}>{children}</dd>
    </div>
  )
}
