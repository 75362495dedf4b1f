import { Button, Group, Text } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'

import { signOut } from '@/api/session'
import { Panel } from '@/components/ui/Panel'
import { useLocale } from '@/lib/i18n/useLocale'
import { isAtLeast, type Role, ROLE_NAMES } from '@/lib/roles'
import { requireSession, type Session, useSession } from '@/lib/session'

interface Props {
  /** The lowest that may see what is inside. */
  role: Role
  /** What is behind the sign-in, for somebody whom a link led here. */
  title?: string
  lead?: string
  children: ReactNode
}

/** What is inside, or what to do for whoever may not see it. The server decides anew each time. */
export function RequireRole({ role, title, lead, children }: Props) {
  const { t } = useLocale()
  const { session } = useSession()
  if (session) {
    return isAtLeast(session.role, role) ? children : <NotAllowed role={role} session={session} />
  }
  return (
    <Panel title={title ?? t('access.signInTitle')}>
      <Text maw={560} mb="lg">
        {lead ?? t('access.signInText', { role: t(ROLE_NAMES[role]) })}
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

function NotAllowed({ role, session }: { role: Role; session: Session }) {
  const { t } = useLocale()
  const words = {
    name: session.name,
    role: t(ROLE_NAMES[session.role]),
    needed: t(ROLE_NAMES[role]),
  }
  return (
    <Panel title={t('access.notAllowed')}>
      <Text maw={620}>{t('access.notAllowedText', words)}</Text>
      <Text maw={620} mt="xs" mb="lg" c="dimmed">
        {t('access.askAdministrator')}
      </Text>
      <Group>
        <Button component={Link} to="/">
          {t('access.toModels')}
        </Button>
        <Button variant="default" onClick={() => void signInAsSomebodyElse()}>
          {t('access.somebodyElse')}
        </Button>
      </Group>
    </Panel>
  )
}

async function signInAsSomebodyElse(): Promise<void> {
  await signOut()
  await requireSession()
}
