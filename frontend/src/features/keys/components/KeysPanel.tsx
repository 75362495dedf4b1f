import { Button, Checkbox, SegmentedControl, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconPlus, IconSearch } from '@tabler/icons-react'
import { useState } from 'react'

import type { ApiKey, NewApiKey } from '@/api/types'
import { ErrorState } from '@/components/ui/ErrorState'
import { Loading } from '@/components/ui/Loading'
import { MoreButton } from '@/components/ui/MoreButton'
import { Panel } from '@/components/ui/Panel'
import { useLocale } from '@/lib/i18n/useLocale'
import type { Session } from '@/lib/session'

import { type KeyFilters, useKeys } from '../queries/keys'
import { KeyList } from './KeyList'
import classes from './Keys.module.css'
import { NewKeyDialog } from './NewKeyDialog'
import { RevokeDialog } from './RevokeDialog'
import { SecretDialog } from './SecretDialog'

const TYPING_MS = 250

type Doing = { what: 'make' } | { what: 'revoke'; key: ApiKey } | { what: 'show'; made: NewApiKey }

/** Keys that programs ask with: found, made, shown once and revoked. */
export function KeysPanel({ session }: { session: Session }) {
  const { t } = useLocale()
  const isAdministrator = session.role === 'administrator'
  const [everybody, setEverybody] = useState(false)
  const [past, setPast] = useState(false)
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed.trim(), TYPING_MS)
  const [doing, setDoing] = useState<Doing | null>(null)
  const [done, setDone] = useState('')
  const filters: KeyFilters = { search, everybody: isAdministrator && everybody, past }
  const keys = useKeys(session.name, filters)
  const make = () => {
    setDone('')
    setDoing({ what: 'make' })
  }
  const finish = (what = '') => {
    setDoing(null)
    setDone(what)
  }
  return (
    <Panel
      title={filters.everybody ? t('keys.everybodys') : t('keys.own')}
      lead={t('keys.lead')}
      aside={
        <Button leftSection={<IconPlus size={17} stroke={1.8} />} onClick={make}>
          {t('keys.make')}
        </Button>
      }
    >
      <div className={classes.tools}>
        {isAdministrator && (
          <SegmentedControl
            aria-label={t('keys.whose')}
            value={everybody ? 'everybody' : 'own'}
            onChange={(value) => {
              setEverybody(value === 'everybody')
            }}
            data={[
              { value: 'own', label: t('keys.mine') },
              { value: 'everybody', label: t('keys.all') },
            ]}
          />
        )}
        <TextInput
          className={classes.search}
          type="search"
          label={t('keys.search')}
          leftSection={<IconSearch size={16} />}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
          }}
        />
        <Checkbox
          label={t('keys.past')}
          checked={past}
          onChange={(event) => {
            setPast(event.currentTarget.checked)
          }}
        />
        {keys.data && (
          <Text size="sm" c="dimmed" pb={9}>
            {t('keys.count', { count: keys.data.pages[0]?.total ?? 0 })}
          </Text>
        )}
      </div>
      <p role="status" className={classes.done}>
        {done}
      </p>
      {keys.isPending && <Loading height={240} />}
      {keys.isError && (
        <ErrorState
          error={keys.error}
          title={t('keys.failed')}
          onRetry={() => void keys.refetch()}
        />
      )}
      {keys.data && (
        <KeyList
          keys={keys.data.pages.flatMap((page) => page.keys)}
          filters={filters}
          isAdministrator={isAdministrator}
          onMake={make}
          onRevoke={(key) => {
            setDone('')
            setDoing({ what: 'revoke', key })
          }}
        />
      )}
      <MoreButton list={keys} />
      {doing?.what === 'make' && (
        <NewKeyDialog
          session={session}
          onMade={(made) => {
            setDoing({ what: 'show', made })
          }}
          onClose={() => {
            finish()
          }}
        />
      )}
      {doing?.what === 'show' && (
        <SecretDialog
          made={doing.made}
          onClose={() => {
            finish(t('keys.made', { name: doing.made.key.name }))
          }}
        />
      )}
      {doing?.what === 'revoke' && (
        <RevokeDialog
          apiKey={doing.key}
          onRevoked={() => {
            finish(t('keys.wasRevoked', { name: doing.key.name }))
          }}
          onClose={() => {
            finish()
          }}
        />
      )}
    </Panel>
  )
}
