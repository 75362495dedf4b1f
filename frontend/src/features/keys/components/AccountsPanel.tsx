import { Button, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconRobot, IconSearch } from '@tabler/icons-react'
import { useState } from 'react'

import type { NewApiKey, Person } from '@/api/types'
import { ErrorState } from '@/components/ui/ErrorState'
import { Loading } from '@/components/ui/Loading'
import { MoreButton } from '@/components/ui/MoreButton'
import { Panel } from '@/components/ui/Panel'
import { useLocale } from '@/lib/i18n/useLocale'
import type { Session } from '@/lib/session'

import { useAccounts } from '../queries/accounts'
import { AccountAdmissionDialog, NewAccountDialog } from './AccountDialogs'
import { AccountItem } from './AccountItem'
import classes from './Keys.module.css'
import { NewKeyDialog } from './NewKeyDialog'
import { SecretDialog } from './SecretDialog'

const TYPING_MS = 250

type Doing =
  { what: 'make' } | { what: 'key' | 'admit'; account: Person } | { what: 'show'; made: NewApiKey }

/** Accounts of programs, which outlive the people who made them. */
export function AccountsPanel({ session }: { session: Session }) {
  const { t } = useLocale()
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed.trim(), TYPING_MS)
  const [doing, setDoing] = useState<Doing | null>(null)
  const [done, setDone] = useState('')
  const accounts = useAccounts(search)
  const shown = accounts.data?.pages.flatMap((page) => page.people) ?? []
  const start = (next: Doing) => {
    setDone('')
    setDoing(next)
  }
  const finish = (what = '') => {
    setDoing(null)
    setDone(what)
  }
  return (
    <Panel
      title={t('accounts.title')}
      lead={t('accounts.lead')}
      aside={
        <Button
          variant="default"
          leftSection={<IconRobot size={17} stroke={1.8} />}
          onClick={() => {
            start({ what: 'make' })
          }}
        >
          {t('accounts.make')}
        </Button>
      }
    >
      <div className={classes.tools}>
        <TextInput
          className={classes.search}
          type="search"
          label={t('accounts.search')}
          leftSection={<IconSearch size={16} />}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
          }}
        />
      </div>
      <p role="status" className={classes.done}>
        {done}
      </p>
      {accounts.isPending && <Loading height={120} />}
      {accounts.isError && (
        <ErrorState
          error={accounts.error}
          title={t('accounts.failed')}
          onRetry={() => void accounts.refetch()}
        />
      )}
      {accounts.data && shown.length === 0 && (
        <Text c="dimmed">{search ? t('accounts.none', { search }) : t('accounts.empty')}</Text>
      )}
      <ul className={classes.list}>
        {shown.map((account) => (
          <AccountItem
            key={account.name}
            account={account}
            onKey={() => {
              start({ what: 'key', account })
            }}
            onAdmit={() => {
              start({ what: 'admit', account })
            }}
          />
        ))}
      </ul>
      <MoreButton list={accounts} />
      {doing && <DoingDialog session={session} doing={doing} onNext={setDoing} onDone={finish} />}
    </Panel>
  )
}

interface DoingProps {
  session: Session
  doing: Doing
  onNext: (doing: Doing) => void
  onDone: (what?: string) => void
}

function DoingDialog({ session, doing, onNext, onDone }: DoingProps) {
  const { t } = useLocale()
  const close = () => {
    onDone()
  }
  if (doing.what === 'make') {
    const made = (account: Person) => {
      onNext({ what: 'key', account })
    }
    return <NewAccountDialog onMade={made} onClose={close} />
  }
  if (doing.what === 'key') {
    const made = (key: NewApiKey) => {
      onNext({ what: 'show', made: key })
    }
    return <NewKeyDialog session={session} account={doing.account} onMade={made} onClose={close} />
  }
  if (doing.what === 'show') {
    const { name } = doing.made.key
    const kept = () => {
      onDone(t('keys.made', { name }))
    }
    return <SecretDialog made={doing.made} onClose={kept} />
  }
  return <AccountAdmissionDialog account={doing.account} onDone={onDone} onClose={close} />
}
