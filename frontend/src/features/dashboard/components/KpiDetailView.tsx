import { Button } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { lazy, type ReactNode, Suspense } from 'react'

import type { KpiDetail, ModelSummary } from '@/api/types'
import { ErrorState } from '@/components/ui/ErrorState'
import { Loading } from '@/components/ui/Loading'
import { Panel } from '@/components/ui/Panel'
import { ReplayLabel } from '@/components/ui/ReplayLabel'
import { useLocale } from '@/lib/i18n/useLocale'

import { changeOf } from '../figures'
import { useKpi } from '../queries/kpis'
import { askedBy, type DashboardSearch } from '../search'
import { CopyLinkButton } from './BoardActions'
import { ChangeText } from './ChangeText'
import classes from './KpiDetail.module.css'
import dashboard from './Dashboard.module.css'
import { HowComputed } from './HowComputed'
import { Level } from './Level'
import { ModelParts } from './ModelParts'
import { PeriodBar } from './PeriodBar'
import { PeriodTable } from './PeriodTable'
import { useReader } from './useReader'

/** Charts are large: they are loaded when a number is looked into. */
const TrendChart = lazy(() => import('./TrendChart'))
const CHART_HEIGHT = 300

interface Props {
  slug: string
  search: DashboardSearch
  today: string
  models: Pick<ModelSummary, 'name' | 'title'>[]
  onSearch: (search: DashboardSearch) => void
  /** What can be changed about how it is computed, for whoever may. */
  editor?: ReactNode
}

/** What a number is made of: by day, model and version, and how it is computed. */
export function KpiDetailView({ slug, search, today, models, onSearch, editor }: Props) {
  const { t } = useLocale()
  const detail = useKpi(slug, askedBy(search, today))
  return (
    <>
      <div className={dashboard.top}>
        <Button
          variant="subtle"
          size="sm"
          leftSection={<IconArrowLeft size={17} />}
          renderRoot={(props) => <Link {...props} to="/dashboard" search={search} />}
        >
          {t('dashboard.back')}
        </Button>
        <div className={dashboard.actions}>
          <CopyLinkButton search={search} today={today} />
        </div>
      </div>
      <PeriodBar search={search} today={today} models={models} onChange={onSearch} />
      {detail.isPending && <Loading height={640} />}
      {detail.isError && (
        <ErrorState
          error={detail.error}
          title={t('dashboard.failed')}
          onRetry={() => void detail.refetch()}
        />
      )}
      {detail.data && (
        <div className={detail.isPlaceholderData ? dashboard.stale : undefined}>
          {detail.data.replay && <ReplayLabel replay={detail.data.replay} />}
          <Detail detail={detail.data} search={search} editor={editor} />
        </div>
      )}
    </>
  )
}

interface DetailProps {
  detail: KpiDetail
  search: DashboardSearch
  editor: ReactNode
}

function Detail({ detail, search, editor }: DetailProps) {
  const { t, format, text } = useLocale()
  const { kpi, currency } = detail
  const reader = useReader({ kpis: [kpi], currency })
  const subject = reader.subject(kpi)
  const { written } = subject
  const write = (value: number | null) => reader.write(value, written)
  const change = changeOf(subject, kpi.figure, kpi.previous)
  const { low, high, n } = kpi.figure
  return (
    <>
      <Panel
        title={text(kpi.title, kpi.slug)}
        lead={text(detail.explanation.definition)}
        aside={kpi.status.level !== 'unknown' && <Level level={kpi.status.level} named />}
      >
        <div className={classes.headline}>
          <p className={classes.value}>{write(kpi.figure.value)}</p>
          <div>
            <p>{reader.sentence(kpi)}</p>
            <p className={dashboard.aside}>
              {[
                kpi.previous.value !== null &&
                  t('dashboard.before', { value: write(kpi.previous.value) }),
                kpi.target !== null && t('dashboard.target', { value: write(kpi.target) }),
                low !== null &&
                  high !== null &&
                  t('dashboard.interval', { low: write(low), high: write(high) }),
                n > 0 && t('dashboard.restsOn', { n: format.integer(n) }),
              ]
                .filter(Boolean)
                .join(' · ')}{' '}
              {change && <ChangeText change={change} />}
            </p>
          </div>
        </div>
        <div className={classes.beside}>
          <Suspense fallback={<Loading height={CHART_HEIGHT} />}>
            <TrendChart
              kpi={kpi}
              interval={detail.interval}
              asOf={detail.as_of}
              height={CHART_HEIGHT}
              write={(value) => write(value)}
            />
          </Suspense>
          <PeriodTable kpi={kpi} interval={detail.interval} asOf={detail.as_of} write={write} />
        </div>
      </Panel>
      <ModelParts detail={detail} reader={reader} search={search} />
      {editor}
      <HowComputed detail={detail} />
    </>
  )
}
