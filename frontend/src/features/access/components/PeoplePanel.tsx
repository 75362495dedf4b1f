import { Button, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch, IconUserPlus } from '@tabler/icons-react'
import { useState } from 'react'

import type { FirstPassword, Person } from '@/api/types'
import { ErrorState } from '@/components/ui/ErrorState'
import { Loading } from '@/components/ui/Loading'
import { MoreButton } from '@/components/ui/MoreButton'
import { Panel } from '@/components/ui/Panel'
import { useLocale } from '@/lib/i18n/useLocale'
import { useSession } from '@/lib/session'

import { usePeople } from '../queries/people'
import { FirstPasswordDialog } from './FirstPasswordDialog'
import { InviteDialog } from './InviteDialog'
import classes from './People.module.css'
import { PeopleList } from './PeopleList'
import { AdmissionDialog, type Deed, ResetDialog, RoleDialog } from './PersonDialog'

const TYPING_MS = 250

type Doing = { what: 'invite' } | { what: Deed; person: Person }

/** Whom Farol lets in: found, invited, given another role, shut out and let in again. */
export function PeoplePanel() {
  const { t } = useLocale()
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed.trim(), TYPING_MS)
  const [doing, setDoing] = useState<Doing | null>(null)
  const [first, setFirst] = useState<FirstPassword | null>(null)
  const [done, setDone] = useState('')
  const people = usePeople(search)
  const finish = (what: string) => {
    setDoing(null)
    setDone(what)
  }
  const show = (made: FirstPassword) => {
    finish(doing?.what === 'invite' ? t('people.invited', { name: made.person.name }) : '')
    setFirst(made)
  }
  return (
    <Panel
      title={t('people.lead')}
      aside={
        <InviteButton
          onClick={() => {
            setDoing({ what: 'invite' })
          }}
        />
      }
    >
      <div className={classes.tools}>
        <TextInput
          className={classes.search}
          type="search"
          label={t('people.search')}
          leftSection={<IconSearch size={16} />}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
          }}
        />
        {people.data && (
          <Text size="sm" c="dimmed">
            {t('people.count', { count: people.data.pages[0]?.total ?? 0 })}
          </Text>
        )}
      </div>
      <p role="status" className={classes.done}>
        {done}
      </p>
      {people.isPending && <Loading height={320} />}
      {people.isError && (
        <ErrorState
          error={people.error}
          title={t('people.failed')}
          onRetry={() => void people.refetch()}
        />
      )}
      {people.data && (
        <PeopleList
          people={people.data.pages.flatMap((page) => page.people)}
          search={search}
          onChoose={(what, person) => {
            setDone('')
            setDoing({ what, person })
          }}
        />
      )}
      <MoreButton list={people} />
      {doing && (
        <DoingDialog
          doing={doing}
          onDone={finish}
          onFirst={show}
          onClose={() => {
            setDoing(null)
          }}
        />
      )}
      {first && (
        <FirstPasswordDialog
          first={first}
          onClose={() => {
            setFirst(null)
          }}
        />
      )}
    </Panel>
  )
}

function InviteButton({ onClick }: { onClick: () => void }) {
  const { t } = useLocale()
  return (
    <Button leftSection={<IconUserPlus size={17} stroke={1.8} />} onClick={onClick}>
      {t('people.invite')}
    </Button>
  )
}

interface DoingProps {
  doing: Doing
  onDone: (what: string) => void
  onFirst: (first: FirstPassword) => void
  onClose: () => void
}

function DoingDialog({ doing, onDone, onFirst, onClose }: DoingProps) {
  const { session } = useSession()
  if (doing.what === 'invite') return <InviteDialog onInvited={onFirst} onClose={onClose} />
  const { what, person } = doing
  const isOwn = person.name === session?.name
  if (what === 'reset') return <ResetDialog person={person} onReset={onFirst} onClose={onClose} />
  const Chosen = what === 'role' ? RoleDialog : AdmissionDialog
  return <Chosen person={person} isOwn={isOwn} onDone={onDone} onClose={onClose} />
}
