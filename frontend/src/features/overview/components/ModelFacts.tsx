import { Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'

import type { ModelOverview } from '@/api/types'
import { JobStateBadge } from '@/components/ui/JobStateBadge'
import { SeverityBadge } from '@/components/ui/SeverityBadge'
import { useLocale } from '@/lib/i18n/useLocale'
import { formatMetric } from '@/lib/metrics'

import classes from './Overview.module.css'

const STAGES = {
  gated: 'overview.gated',
  shadow: 'overview.shadow',
  canary: 'overview.canary',
} as const

function isTried(stage: string): stage is keyof typeof STAGES {
  return stage in STAGES
}

/** What serves, what is tried, how good it is, what came in, and what was trained last. */
export function ModelFacts({ model }: { model: ModelOverview }) {
  const { t, format } = useLocale()
  const { serves, live, alerts, last_training: training } = model
  const unresolved =
    alerts.open_serious + alerts.open_moderate + alerts.about_jobs + alerts.acknowledged
  return (
    <dl className={classes.facts}>
      <Fact title={t('overview.serves')}>
        {serves === null
          ? t('gallery.notServed')
          : t('model.versionNumber', { version: serves.version })}
        {serves?.since != null && (
          <Text size="xs" c="dimmed">
            {t('overview.since', { time: format.date(serves.since) })}
          </Text>
        )}
      </Fact>
      <Fact title={t('overview.tried')}>
        <Trial model={model} />
      </Fact>
      <Quality model={model} />
      <Fact title={t('overview.drift')}>
        {model.drift === null ? (
          t('overview.unchecked')
        ) : (
          <SeverityBadge severity={model.drift.severity} />
        )}
      </Fact>
      <Fact title={t('overview.alerts')}>
        <Link
          to="/alerts"
          search={{ model: model.name }}
          className={classes.link}
          aria-label={t('overview.alertsOf', { count: unresolved, model: model.name })}
        >
          {format.integer(unresolved)}
        </Link>
      </Fact>
      <Fact title={t('overview.requests')}>{format.integer(live.last_24_hours)}</Fact>
      <Fact title={t('overview.training')}>
        {training === null ? (
          '–'
        ) : (
          <>
            <Link
              to="/training-runs/$id"
              params={{ id: String(training.id) }}
              className={classes.link}
            >
              {t('overview.run', { id: training.id })}
            </Link>{' '}
            <JobStateBadge state={training.state} />
            <Text size="xs" c="dimmed">
              {format.dateTime(training.created_at)}
            </Text>
          </>
        )}
      </Fact>
    </dl>
  )
}

function Fact({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Trial({ model }: { model: ModelOverview }) {
  const { t, format } = useLocale()
  const { trial } = model
  if (trial === null) return t('overview.nothingTried')
  const stage = isTried(trial.stage) ? t(STAGES[trial.stage]) : trial.stage
  return (
    <>
      {t('model.versionNumber', { version: trial.version })}, {stage}
      {trial.stage === 'canary' && ` ${format.percent(trial.weight)}`}
      {trial.waits_for !== null && (
        <Text size="xs" c="dimmed">
          {t('overview.waitsFor')} <span lang="en">{trial.waits_for}</span>
        </Text>
      )}
    </>
  )
}

/** The headline on live rows beside what was promised, and of how many rows the truth is known. */
function Quality({ model }: { model: ModelOverview }) {
  const { t, text, format } = useLocale()
  const { quality } = model
  if (quality === null) {
    return <Fact title={t('overview.quality')}>{t('overview.unchecked')}</Fact>
  }
  const { figure, promised, headline } = quality
  const written = (value: number) =>
    formatMetric({ name: headline ?? '', unit: quality.unit }, value, format)
  const value = figure?.value ?? null
  return (
    <>
      <Fact title={t('overview.quality')}>
        {headline !== null && value !== null && (
          <Text size="sm" className="numeric" fw={560}>
            {text(quality.title ?? undefined, headline)} {written(value)}
          </Text>
        )}
        {promised !== null && (
          <Text size="xs" c="dimmed">
            {t('overview.promised', { value: written(promised) })}
          </Text>
        )}
        <SeverityBadge severity={quality.severity} />
      </Fact>
      <Fact title={t('overview.truth')}>
        {quality.truth_coverage === null
          ? t('overview.noRows')
          : t('overview.coverage', {
              share: format.percent(quality.truth_coverage),
              rows: format.integer(quality.rows),
            })}
      </Fact>
    </>
  )
}
