import { Text } from '@mantine/core'

import type { CheckDetail } from '@/api/types'
import { ErrorState } from '@/components/ui/ErrorState'
import { Loading } from '@/components/ui/Loading'
import { Panel } from '@/components/ui/Panel'
import { SeverityBadge } from '@/components/ui/SeverityBadge'
import { useLocale } from '@/lib/i18n/useLocale'

import { useCheck, useChecks } from '../queries/checks'
import classes from './CheckedQualityPanel.module.css'
import { Decision } from './Decision'
import { FigureList } from './FigureList'

interface Props {
  model: string
  metricTitle: (name: string) => string
}

/** What the newest check says of quality, what it expects before the truth is in, and what then. */
export function CheckedQualityPanel({ model, metricTitle }: Props) {
  const { t } = useLocale()
  const checks = useChecks(model)
  const id = checks.data?.[0]?.id ?? null
  const check = useCheck(id)
  const error = checks.error ?? check.error
  return (
    <Panel title={t('quality.checked')}>
      {(checks.isPending || (id !== null && check.isPending)) && <Loading height={200} />}
      {error && !check.data && (
        <ErrorState
          error={error}
          title={t('checks.failed')}
          onRetry={() => void (checks.isError ? checks.refetch() : check.refetch())}
        />
      )}
      {checks.data?.length === 0 && <Text c="dimmed">{t('checks.none')}</Text>}
      {check.data && <Findings check={check.data} metricTitle={metricTitle} />}
    </Panel>
  )
}

function Findings({ check, metricTitle }: { check: CheckDetail } & Pick<Props, 'metricTitle'>) {
  const { t, format } = useLocale()
  const { quality } = check
  const { window } = quality
  const worse = window.slices.filter((slice) => slice.worse)
  return (
    <>
      <div className={classes.verdict}>
        <SeverityBadge severity={check.quality_severity} />
        <Text fw={560} lang="en">
          {check.quality_reason}
        </Text>
      </div>
      <Text size="sm" c="dimmed" mb="lg">
        {t('checks.span', {
          start: format.dateTime(check.quality_start),
          end: format.dateTime(check.at),
          version: check.version,
        })}{' '}
        {t('quality.truths', {
          truths: format.integer(window.truths),
          rows: format.integer(window.rows),
        })}
      </Text>
      <Decision check={check} />
      <div className={classes.columns}>
        <FigureList
          title={t('quality.measured')}
          empty={t('quality.noTruth')}
          figures={window.figures}
          metricTitle={metricTitle}
        />
        <div>
          <FigureList
            title={t('quality.expected')}
            empty={t('quality.noExpectation')}
            figures={quality.expected}
            metricTitle={metricTitle}
          />
          {quality.expected_because.map((sentence) => (
            <Text key={sentence} size="xs" c="dimmed" lang="en">
              {sentence}
            </Text>
          ))}
        </div>
        <FigureList
          title={t('quality.worseSlices')}
          empty={t('quality.noWorseSlices')}
          figures={worse.map(({ column, value, figure }) => ({
            ...figure,
            title: `${column} = ${value}`,
          }))}
          metricTitle={metricTitle}
        />
        <div>
          <Text component="h3" size="sm" fw={560} m={0} mb="xs">
            {t('quality.errorStream')}
          </Text>
          <Text size="sm" lang="en">
            {quality.concept_drift_reason}
          </Text>
        </div>
      </div>
    </>
  )
}
