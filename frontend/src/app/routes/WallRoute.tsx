import { getRouteApi } from '@tanstack/react-router'

import { RequireRole } from '@/components/layout/RequireRole'
import { WallView } from '@/features/dashboard/components/WallView'
import { useToday } from '@/features/dashboard/useToday'
import { useLocale } from '@/lib/i18n/useLocale'
import { useDocumentTitle } from '@/lib/useDocumentTitle'

const route = getRouteApi('/wall')

export function WallRoute() {
  const { t } = useLocale()
  const search = route.useSearch()
  const today = useToday()
  useDocumentTitle(t('wall.title'))
  return (
    <RequireRole role="viewer" lead={t('dashboard.signInText')}>
      <WallView search={search} today={today} />
    </RequireRole>
  )
}
