import { getRouteApi, useNavigate } from '@tanstack/react-router'

import { Page } from '@/components/layout/Page'
import { RequireRole } from '@/components/layout/RequireRole'
import { JobsPanel } from '@/features/jobs/components/JobsPanel'
import { filtersFrom, type JobFilters } from '@/features/jobs/filters'
import { useModels } from '@/features/models/queries/models'
import { useLocale } from '@/lib/i18n/useLocale'

const route = getRouteApi('/jobs')

export function JobsRoute() {
  const { t } = useLocale()
  return (
    <Page title={t('navigation.jobs')}>
      <RequireRole role="engineer">
        <Jobs />
      </RequireRole>
    </Page>
  )
}

function Jobs() {
  // The router keeps beside what means something what an address says that does not.
  const filters = filtersFrom(route.useSearch())
  const navigate = useNavigate()
  const models = useModels().data?.map(({ name }) => name) ?? []
  const filter = (search: JobFilters) =>
    void navigate({ to: '/jobs', search, replace: true, resetScroll: false })
  return <JobsPanel filters={filters} models={models} onFilter={filter} />
}
