import { Button } from '@mantine/core'
import { IconLogin2, IconLogout } from '@tabler/icons-react'

import { useLocale } from '@/lib/i18n/useLocale'
import { requireSession, signOut, useSession } from '@/lib/session'

import classes from './Header.module.css'

export function SessionButton() {
  const { t } = useLocale()
  const { session } = useSession()
  const Icon = session ? IconLogout : IconLogin2
  const label = session ? t('session.signOut') : t('session.signIn')
  return (
    <>
      {session && (
        <span className={classes.person} title={t('session.memoryOnly')}>
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
          if (session) signOut()
          else void requireSession()
        }}
      >
        <span className={classes.sessionLabel}>{label}</span>
      </Button>
    </>
  )
}
