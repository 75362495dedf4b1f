import { getRouteApi, useNavigate } from '@tanstack/react-router'

import { Page } from '@/components/layout/Page'
import { RequireRole } from '@/components/layout/RequireRole'
import { useModels } from '@/features/models/queries/models'
import { RunsBrowser } from '@/features/training/components/RunsBrowser'
import { useLocale } from '@/lib/i18n/useLocale'

const route = getRouteApi('/runs')

export function RunsRoute() {
  const { t } = useLocale()
  return (
    <Page title={t('runs.pageTitle')} size={1200}>
      <RequireRole role="engineer">
        <Runs />
      </RequireRole>
    </Page>
  )
}

function Runs() {
  const { text } = useLocale()
  const search = route.useSearch()
  const navigate = useNavigate()
  const models = (useModels().data ?? []).map(({ name, title }) => ({
    name,
    title: text(title, name),
  }))
  return (
    <RunsBrowser
      search={search}
      models={models}
      onSearch={(next) =>
        void navigate({ to: '/runs', search: next, replace: true, resetScroll: false })
      }
    />
  )
}
