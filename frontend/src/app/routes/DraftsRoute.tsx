import { Page } from '@/components/layout/Page'
import { RequireRole } from '@/components/layout/RequireRole'
import { DraftsPanel } from '@/features/drafts/components/DraftsPanel'
import { useLocale } from '@/lib/i18n/useLocale'

export function DraftsRoute() {
  const { t } = useLocale()
  return (
    <Page title={t('drafts.pageTitle')}>
      <RequireRole role="engineer">
        <DraftsPanel />
      </RequireRole>
    </Page>
  )
}
