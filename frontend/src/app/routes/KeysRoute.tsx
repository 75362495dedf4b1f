import { Page } from '@/components/layout/Page'
import { RequireRole } from '@/components/layout/RequireRole'
import { AccountsPanel } from '@/features/keys/components/AccountsPanel'
import { KeysPanel } from '@/features/keys/components/KeysPanel'
import { useLocale } from '@/lib/i18n/useLocale'
import { useSession } from '@/lib/session'

export function KeysRoute() {
  const { t } = useLocale()
  const { session } = useSession()
  return (
    <Page title={t('keys.title')} size={1100}>
      <RequireRole role="viewer" lead={t('keys.signInText')}>
        {session && <KeysPanel session={session} />}
        {session?.role === 'administrator' && <AccountsPanel session={session} />}
      </RequireRole>
    </Page>
  )
}
