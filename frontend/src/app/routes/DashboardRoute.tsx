import { getRouteApi, useNavigate } from '@tanstack/react-router'

import { Page } from '@/components/layout/Page'
import { RequireRole } from '@/components/layout/RequireRole'
import { DashboardView } from '@/features/dashboard/components/DashboardView'
import type { DashboardSearch } from '@/features/dashboard/search'
import { useToday } from '@/features/dashboard/useToday'
import { useModels } from '@/features/models/queries/models'
import { useLocale } from '@/lib/i18n/useLocale'

const route = getRouteApi('/dashboard')
const WIDTH = 1560

export function DashboardRoute() {
  const { t } = useLocale()
  return (
    <Page title={t('dashboard.title')} size={WIDTH}>
      <RequireRole role="viewer" lead={t('dashboard.signInText')}>
        <Dashboard />
      </RequireRole>
    </Page>
  )
}

function Dashboard() {
  const search = route.useSearch()
  const navigate = useNavigate()
  const models = useModels().data ?? []
  const onSearch = (next: DashboardSearch) =>
    void navigate({ to: '/dashboard', search: next, resetScroll: false })
  return <DashboardView search={search} today={useToday()} models={models} onSearch={onSearch} />
}
