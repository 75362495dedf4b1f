import { Text } from '@mantine/core'

import { ErrorState } from '@/components/ui/ErrorState'
import { Loading } from '@/components/ui/Loading'
import { MoreButton } from '@/components/ui/MoreButton'
import { Panel } from '@/components/ui/Panel'
import { useLocale } from '@/lib/i18n/useLocale'
import { useNow } from '@/lib/useNow'

import type { AlertFilters } from '../filters'
import { useAlerts } from '../queries/alerts'
import { AlertFilterBar } from './AlertFilterBar'
import { AlertItem } from './AlertItem'
import classes from './Alerts.module.css'

interface Props {
  filters: AlertFilters
  models: readonly string[]
  onFilter: (filters: AlertFilters) => void
}

/** What somebody should look at, of all models, newest first; and what is over. */
export function AlertsPanel({ filters, models, onFilter }: Props) {
  const { t } = useLocale()
  const alerts = useAlerts(filters)
  const now = useNow()
  const found = alerts.data?.pages.flatMap((page) => page.alerts) ?? []
  const isFiltered = Object.keys(filters).length > 0
  return (
    <Panel title={t('alerts.panel')} lead={t('alerts.lead')}>
      <AlertFilterBar filters={filters} models={models} onChange={onFilter} />
      {alerts.isPending && <Loading height={320} />}
      {alerts.isError && (
        <ErrorState
          error={alerts.error}
          title={t('alerts.failed')}
          onRetry={() => void alerts.refetch()}
        />
      )}
      {alerts.isSuccess && found.length === 0 && (
        <Text c="dimmed" maw={620} role="status">
          {isFiltered ? t('alerts.noneOfThese') : t('alerts.none')}
        </Text>
      )}
      <ul className={classes.list}>
        {found.map((alert) => (
          <AlertItem key={alert.id} alert={alert} now={now} />
        ))}
      </ul>
      <MoreButton list={alerts} />
    </Panel>
  )
}
