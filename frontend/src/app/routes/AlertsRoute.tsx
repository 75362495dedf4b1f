import { getRouteApi, useNavigate } from '@tanstack/react-router'

import { Page } from '@/components/layout/Page'
import { RequireRole } from '@/components/layout/RequireRole'
import { AlertsPanel } from '@/features/alerts/components/AlertsPanel'
import { type AlertFilters, filtersFrom } from '@/features/alerts/filters'
import { useModels } from '@/features/models/queries/models'
import { useLocale } from '@/lib/i18n/useLocale'

const route = getRouteApi('/alerts')

export function AlertsRoute() {
  const { t } = useLocale()
  return (
    <Page title={t('navigation.alerts')}>
      <RequireRole role="viewer">
        <Alerts />
      </RequireRole>
    </Page>
  )
}

function Alerts() {
  // The router keeps beside what means something what an address says that does not.
  const filters = filtersFrom(route.useSearch())
  const navigate = useNavigate()
  const models = useModels().data?.map(({ name }) => name) ?? []
  const filter = (search: AlertFilters) =>
    void navigate({ to: '/alerts', search, replace: true, resetScroll: false })
  return <AlertsPanel filters={filters} models={models} onFilter={filter} />
}
