import { Button, Group } from '@mantine/core'
import { IconCheck, IconEye } from '@tabler/icons-react'
import { useState } from 'react'

import type { Alert, AlertAction } from '@/api/types'
import { ReasonDialog } from '@/components/ui/ReasonDialog'
import { useLocale } from '@/lib/i18n/useLocale'
import { isAtLeast } from '@/lib/roles'
import { useSession } from '@/lib/session'

import { useAct } from '../queries/alerts'

const WORDS = {
  acknowledge: {
    title: 'alerts.acknowledgeTitle',
    text: 'alerts.acknowledgeText',
    confirm: 'alerts.acknowledge',
  },
  resolve: {
    title: 'alerts.resolveTitle',
    text: 'alerts.resolveText',
    confirm: 'alerts.resolve',
  },
} as const

/** What an engineer does about an alert; nothing for who only reads, and when it is over. */
export function AlertActions({ alert }: { alert: Alert }) {
  const { t } = useLocale()
  const { session } = useSession()
  const [asking, setAsking] = useState<AlertAction | null>(null)
  const act = useAct(alert.id)
  if (alert.state === 'resolved' || !isAtLeast(session?.role ?? null, 'engineer')) return null
  const ask = (action: AlertAction) => {
    act.reset()
    setAsking(action)
  }
  const close = () => {
    setAsking(null)
  }
  const words = WORDS[asking ?? 'acknowledge']
  return (
    <Group gap="xs">
      {alert.state === 'open' && (
        <Button
          size="compact-md"
          leftSection={<IconEye size={16} />}
          aria-label={t('alerts.acknowledgeThis', { title: alert.title })}
          onClick={() => {
            ask('acknowledge')
          }}
        >
          {t('alerts.acknowledge')}
        </Button>
      )}
      <Button
        size="compact-md"
        variant="default"
        leftSection={<IconCheck size={16} />}
        aria-label={t('alerts.resolveThis', { title: alert.title })}
        onClick={() => {
          ask('resolve')
        }}
      >
        {t('alerts.resolve')}
      </Button>
      <ReasonDialog
        opened={asking !== null}
        title={t(words.title)}
        consequence={t(words.text)}
        confirm={t(words.confirm)}
        error={act.error}
        pending={act.isPending}
        onConfirm={(reason) => {
          if (asking !== null) act.mutate({ action: asking, reason }, { onSuccess: close })
        }}
        onClose={close}
      />
    </Group>
  )
}
