import { Button } from '@mantine/core'
import { IconLogin2, IconLogout } from '@tabler/icons-react'

import { signOut } from '@/api/session'
import { useLocale } from '@/lib/i18n/useLocale'
import { ROLE_NAMES } from '@/lib/roles'
import { requireSession, useSession } from '@/lib/session'

import classes from './Header.module.css'

export function SessionButton() {
  const { t } = useLocale()
  const { session } = useSession()
  const Icon = session ? IconLogout : IconLogin2
  const label = session ? t('session.signOut') : t('session.signIn')
  return (
    <>
      {session && (
        <span className={classes.person} title={t(ROLE_NAMES[session.role])}>
          {session.name}
        </span>
      )}
      <Button
        variant="subtle"
        color="gray"
        h={36}
        px={10}
        className={classes.session}
        leftSection={<Icon size={18} stroke={1.7} />}
        aria-label={label}
        onClick={() => {
          void (session ? signOut() : requireSession())
        }}
      >
        <span className={classes.sessionLabel}>{label}</span>
      </Button>
    </>
  )
}
