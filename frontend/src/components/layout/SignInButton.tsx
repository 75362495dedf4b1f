import { Button } from '@mantine/core'
import { IconLogin2 } from '@tabler/icons-react'
import { useNavigate, useRouterState } from '@tanstack/react-router'

import { useLocale } from '@/lib/i18n/useLocale'
import { isAtLeast } from '@/lib/roles'
import { requireSession } from '@/lib/session'

import classes from './Header.module.css'

export function SignInButton() {
  const { t } = useLocale()
  const navigate = useNavigate()
  const isAtTheFront = useRouterState({ select: ({ location }) => location.pathname === '/' })
  const signIn = async () => {
    const session = await requireSession()
    // Engineers begin with what needs them; whoever is on a page already stays there.
    if (isAtTheFront && session && isAtLeast(session.role, 'engineer')) {
      await navigate({ to: '/overview' })
    }
  }
  return (
    <Button
      variant="subtle"
      color="gray"
      h={36}
      px={10}
      className={classes.session}
      leftSection={<IconLogin2 size={18} stroke={1.7} />}
      aria-label={t('session.signIn')}
      onClick={() => void signIn()}
    >
      <span className={classes.sessionLabel}>{t('session.signIn')}</span>
    </Button>
  )
}
