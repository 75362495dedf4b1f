import { Button, Text } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { Outlet } from '@tanstack/react-router'

import { Panel } from '@/components/ui/Panel'
import { useLocale } from '@/lib/i18n/useLocale'
import { requireSession, useSession } from '@/lib/session'

/** What engineers work with; whoever comes by a link is asked to sign in first. */
export function EngineerRoute() {
  const { t } = useLocale()
  const { session } = useSession()
  if (session) return <Outlet />
  return (
    <Panel title={t('section.forEngineers')}>
      <Text maw={560} mb="lg">
        {t('section.signInFirst')}
      </Text>
      <Button
        leftSection={<IconLock size={17} stroke={1.8} />}
        onClick={() => void requireSession()}
      >
        {t('session.signIn')}
      </Button>
    </Panel>
  )
}
