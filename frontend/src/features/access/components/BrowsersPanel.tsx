import { Badge, Button, Group, Text } from '@mantine/core'
import { useState } from 'react'

import type { OpenSession } from '@/api/types'
import { ConfirmDialog } from '@/components/ui/ConfirmDialog'
import { ErrorState } from '@/components/ui/ErrorState'
import { Loading } from '@/components/ui/Loading'
import { Panel } from '@/components/ui/Panel'
import { useLocale } from '@/lib/i18n/useLocale'

import { readAgent } from '../agents'
import { useOwnBrowsers, useSignOutElsewhere } from '../queries/session'
import classes from './People.module.css'

export function BrowsersPanel({ name }: { name: string }) {
  const { t } = useLocale()
  const browsers = useOwnBrowsers(name)
  return (
    <Panel title={t('account.browsers')} lead={t('account.browsersLead')}>
      {browsers.isPending && <Loading height={160} />}
      {browsers.isError && (
        <ErrorState
          error={browsers.error}
          title={t('account.browsersFailed')}
          onRetry={() => void browsers.refetch()}
        />
      )}
      {browsers.data && (
        <>
          <ul className={classes.browsers}>
            {browsers.data.map((one) => (
              <BrowserItem key={`${one.begun_at} ${one.agent}`} one={one} />
            ))}
          </ul>
          <Elsewhere others={browsers.data.filter((one) => !one.is_this_one).length} />
        </>
      )}
    </Panel>
  )
}

function BrowserItem({ one }: { one: OpenSession }) {
  const { t, format } = useLocale()
  const { browser, system } = readAgent(one.agent)
  const known = [browser ?? t('account.unknownAgent'), system] as const
  return (
    <li>
      <Group gap="xs">
        <Text fw={560} title={one.agent}>
          {known[1] ? t('account.onSystem', { browser: known[0], system: known[1] }) : known[0]}
        </Text>
        {one.is_this_one && (
          <Badge variant="light" color="sea" tt="none" fw={560}>
            {t('account.thisOne')}
          </Badge>
        )}
      </Group>
      <Text size="sm" c="dimmed">
        {[
          t('account.from', { address: one.address }),
          t('account.lastUsed', { time: format.dateTime(one.last_used_at) }),
          t('account.since', { time: format.dateTime(one.begun_at) }),
        ].join(' · ')}
      </Text>
    </li>
  )
}

function Elsewhere({ others }: { others: number }) {
  const { t } = useLocale()
  const [asking, setAsking] = useState(false)
  const end = useSignOutElsewhere()
  const close = () => {
    setAsking(false)
    end.reset()
  }
  return (
    <>
      {others === 0 ? (
        <Text c="dimmed">{t('account.nowhereElse')}</Text>
      ) : (
        <Button
          variant="default"
          onClick={() => {
            setAsking(true)
          }}
        >
          {t('account.elsewhere')}
        </Button>
      )}
      <ConfirmDialog
        opened={asking}
        title={t('account.elsewhereTitle')}
        consequence={t('account.elsewhereText')}
        confirm={t('account.elsewhere')}
        decline={t('action.cancel')}
        error={end.error}
        pending={end.isPending}
        onConfirm={() => {
          end.mutate(undefined, { onSuccess: close })
        }}
        onClose={close}
      />
    </>
  )
}
