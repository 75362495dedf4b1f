import { getRouteApi, useNavigate } from '@tanstack/react-router'

import { Page } from '@/components/layout/Page'
import { RequireRole } from '@/components/layout/RequireRole'
import { usePeoplesNames } from '@/features/access/queries/people'
import { AuditPanel } from '@/features/audit/components/AuditPanel'
import type { AuditFilters } from '@/features/audit/filters'
import { useModels } from '@/features/models/queries/models'
import { useLocale } from '@/lib/i18n/useLocale'

const route = getRouteApi('/audit')

export function AuditRoute() {
  const { t } = useLocale()
  return (
    <Page title={t('audit.title')}>
      <RequireRole role="administrator">
        <Audit />
      </RequireRole>
    </Page>
  )
}

function Audit() {
  const filters = route.useSearch()
  const navigate = useNavigate()
  const person = usePeoplesNames()
  const model = useModels().data?.map(({ name }) => name) ?? []
  const filter = (search: AuditFilters) =>
    void navigate({ to: '/audit', search, replace: true, resetScroll: false })
  return <AuditPanel filters={filters} names={{ person, model }} onFilter={filter} />
}
