import { Button } from '@mantine/core'
import { IconLogin2 } from '@tabler/icons-react'

import { useLocale } from '@/lib/i18n/useLocale'
import { requireSession } from '@/lib/session'

import classes from './Header.module.css'

export function SignInButton() {
  const { t } = useLocale()
  return (
    <Button
      variant="subtle"
      color="gray"
      h={36}
      px={10}
      className={classes.session}
      leftSection={<IconLogin2 size={18} stroke={1.7} />}
      aria-label={t('session.signIn')}
      onClick={() => void requireSession()}
    >
      <span className={classes.sessionLabel}>{t('session.signIn')}</span>
    </Button>
  )
}
