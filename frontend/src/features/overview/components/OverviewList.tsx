import { Alert, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'

import type { Overview } from '@/api/types'
import { ErrorState } from '@/components/ui/ErrorState'
import { Loading } from '@/components/ui/Loading'
import { useLocale } from '@/lib/i18n/useLocale'

import { useOverview } from '../queries/overview'
import { ModelItem } from './ModelItem'
import classes from './Overview.module.css'

/** All models, who needs somebody most first, with the reason and where to act. */
export function OverviewList() {
  const { t } = useLocale()
  const overview = useOverview()
  if (overview.isPending) return <Loading height={420} />
  if (overview.isError && !overview.data) {
    return (
      <ErrorState
        error={overview.error}
        title={t('overview.failed')}
        onRetry={() => void overview.refetch()}
      />
    )
  }
  const { models } = overview.data
  const needing = models.filter(({ attention }) => attention.length > 0).length
  return (
    <>
      <Elsewhere overview={overview.data} />
      {models.length === 0 ? (
        <Text c="dimmed">{t('overview.none')}</Text>
      ) : (
        <Text className={classes.count} role="status">
          {needing === 0 ? t('overview.allWell') : t('overview.needing', { count: needing })}
        </Text>
      )}
      <ul className={classes.list}>
        {models.map((model) => (
          <ModelItem key={model.name} model={model} />
        ))}
      </ul>
    </>
  )
}

/** Alerts that are about no model. */
function Elsewhere({ overview }: { overview: Overview }) {
  const { t } = useLocale()
  const { open_serious: serious, open_moderate: moderate, about_jobs: jobs } = overview.elsewhere
  const count = serious + moderate + jobs
  if (count === 0) return null
  return (
    <Alert color="buoy" mb="lg" title={t('overview.elsewhere', { count })}>
      <Link to="/alerts" className={classes.link}>
        {t('need.toAlerts')}
      </Link>
    </Alert>
  )
}
