import { Page } from '@/components/layout/Page'
import { RequireRole } from '@/components/layout/RequireRole'
import { AccountPanels } from '@/features/access/components/AccountPanels'
import { useLocale } from '@/lib/i18n/useLocale'

export function AccountRoute() {
  const { t } = useLocale()
  return (
    <Page title={t('account.title')} size={820}>
      <RequireRole role="viewer" lead={t('account.signInText')}>
        <AccountPanels />
      </RequireRole>
    </Page>
  )
}
