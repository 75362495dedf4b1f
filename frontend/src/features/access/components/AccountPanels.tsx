import { Text } from '@mantine/core'
import { useState } from 'react'

import { Panel } from '@/components/ui/Panel'
import { useLocale } from '@/lib/i18n/useLocale'
import { isAtLeast, ROLE_NAMES, ROLES } from '@/lib/roles'
import { useSession } from '@/lib/session'

import { MAY_DO } from '../states'
import { BrowsersPanel } from './BrowsersPanel'
import { NewPasswordForm } from './NewPasswordForm'
import classes from './People.module.css'

/** Who one is here, one's password, and where one is signed in. */
export function AccountPanels() {
  const { t } = useLocale()
  const { session } = useSession()
  if (!session) return null
  return (
    <>
      <Panel title={t('account.who')}>
        <dl className={classes.facts}>
          <dt>{t('account.name')}</dt>
          <dd>{session.name}</dd>
          <dt>{t('account.role')}</dt>
          <dd>
            {t(ROLE_NAMES[session.role])}
            <Text size="sm" c="dimmed">
              {t(session.issuer ? 'account.roleByProvider' : 'account.roleHelp')}
            </Text>
          </dd>
          {session.issuer && (
            <>
              <dt>{t('account.provider')}</dt>
              <dd className={classes.issuer}>{session.issuer}</dd>
            </>
          )}
          <dt>{t('account.may')}</dt>
          <dd className={classes.may}>
            {ROLES.filter((role) => isAtLeast(session.role, role)).map((role) => (
              <p key={role}>{t(MAY_DO[role])}</p>
            ))}
          </dd>
        </dl>
      </Panel>
      {session.issuer === null && <PasswordPanel />}
      <BrowsersPanel name={session.name} />
    </>
  )
}

function PasswordPanel() {
  const { t } = useLocale()
  const [changes, setChanges] = useState(0)
  return (
    <Panel title={t('account.password')} lead={t('account.passwordLead')}>
      <div style={{ maxWidth: 420 }}>
        {/* Each change begins with empty fields again. */}
        <NewPasswordForm
          key={changes}
          onChanged={() => {
            setChanges(changes + 1)
          }}
        />
        <p role="status" className={classes.done}>
          {changes > 0 && t('account.passwordChanged')}
        </p>
      </div>
    </Panel>
  )
}
