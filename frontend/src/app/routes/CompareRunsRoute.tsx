import { getRouteApi } from '@tanstack/react-router'

import { Page } from '@/components/layout/Page'
import { RequireRole } from '@/components/layout/RequireRole'
import { MOST_RUNS } from '@/features/training/components/RunList'
import { RunsComparison } from '@/features/training/components/RunsComparison'
import { useLocale } from '@/lib/i18n/useLocale'

const route = getRouteApi('/runs/compare')

export function CompareRunsRoute() {
  const { t } = useLocale()
  const { ids = '' } = route.useSearch()
  const numbers = ids.split(',').map(Number)
  const wanted = [...new Set(numbers)].filter((id) => Number.isInteger(id) && id > 0)
  return (
    <Page title={t('runs.comparison')} size={1200}>
      <RequireRole role="engineer">
        <RunsComparison ids={wanted.slice(0, MOST_RUNS)} />
      </RequireRole>
    </Page>
  )
}
