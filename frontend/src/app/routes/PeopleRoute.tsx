import { Page } from '@/components/layout/Page'
import { RequireRole } from '@/components/layout/RequireRole'
import { PeoplePanel } from '@/features/access/components/PeoplePanel'
import { useLocale } from '@/lib/i18n/useLocale'

export function PeopleRoute() {
  const { t } = useLocale()
  return (
    <Page title={t('people.title')} size={1100}>
      <RequireRole role="administrator">
        <PeoplePanel />
      </RequireRole>
    </Page>
  )
}
