import { NativeSelect, NumberInput, TextInput } from '@mantine/core'
import { useState } from 'react'

import type { NewApiKey, Person } from '@/api/types'
import { ReasonDialog } from '@/components/ui/ReasonDialog'
import { useLocale } from '@/lib/i18n/useLocale'
import type { Role } from '@/lib/roles'
import type { Session } from '@/lib/session'

import { useMakeKey } from '../queries/keys'
import { allowedTo, type Scope } from '../scopes'
import { OwnerField } from './OwnerField'
import { ScopesField } from './ScopesField'

const MOST_CHARACTERS = 100
const LIFETIMES_DAYS = [7, 30, 90, 180, 365]
const USUAL_DAYS = 90
const USUAL_PER_MINUTE = 600
const MOST_PER_MINUTE = 100_000

interface Props {
  session: Session
  /** A service account that it is for, where that is settled. */
  account?: Person
  onMade: (made: NewApiKey) => void
  onClose: () => void
}

export function NewKeyDialog({ session, account, onMade, onClose }: Props) {
  const { t, language } = useLocale()
  const [name, setName] = useState('')
  const [owner, setOwner] = useState<{ name: string; role: Role }>(account ?? session)
  const [scopes, setScopes] = useState<Scope[]>(['predict'])
  const [days, setDays] = useState<number | null>(USUAL_DAYS)
  const [perMinute, setPerMinute] = useState<number | null>(USUAL_PER_MINUTE)
  const make = useMakeKey()
  const allowed = allowedTo(owner.role)
  const submit = (reason: string) => {
    make.mutate(
      {
        name: name.trim(),
        owner: owner.name,
        scopes: scopes.filter((scope) => allowed.includes(scope)),
        expires_in_days: days,
        requests_per_minute: perMinute,
        reason,
      },
      { onSuccess: onMade },
    )
  }
  return (
    <ReasonDialog
      opened
      title={account ? t('keys.makeFor', { name: account.name }) : t('keys.make')}
      consequence={t('keys.makeText')}
      confirm={t('keys.make')}
      error={make.error}
      pending={make.isPending}
      onConfirm={submit}
      onClose={onClose}
    >
      <TextInput
        label={t('keys.name')}
        description={t('keys.nameHelp')}
        required
        data-autofocus
        autoComplete="off"
        maxLength={MOST_CHARACTERS}
        value={name}
        onChange={(event) => {
          setName(event.currentTarget.value)
        }}
      />
      {session.role === 'administrator' && !account && (
        <OwnerField session={session} value={owner.name} onChange={setOwner} />
      )}
      <ScopesField allowed={allowed} value={scopes} onChange={setScopes} />
      <LifetimeField value={days} onChange={setDays} />
      <NumberInput
        label={t('keys.limitField')}
        description={t('keys.limitHelp')}
        value={perMinute ?? ''}
        onChange={(value) => {
          setPerMinute(typeof value === 'number' ? value : null)
        }}
        min={1}
        max={MOST_PER_MINUTE}
        allowDecimal={false}
        allowNegative={false}
        thousandSeparator={language === 'pt-BR' ? '.' : ','}
        decimalSeparator={language === 'pt-BR' ? ',' : '.'}
      />
    </ReasonDialog>
  )
}

interface LifetimeProps {
  value: number | null
  onChange: (days: number | null) => void
}

function LifetimeField({ value, onChange }: LifetimeProps) {
  const { t } = useLocale()
  const lifetimes = LIFETIMES_DAYS.map((days) => ({
    value: String(days),
    label: t('keys.inDays', { count: days }),
  }))
  return (
    <NativeSelect
      label={t('keys.expiresField')}
      description={value === null ? t('keys.neverHelp') : t('keys.expiresHelp')}
      value={value === null ? 'never' : String(value)}
      data={[...lifetimes, { value: 'never', label: t('keys.never') }]}
      onChange={(event) => {
        const chosen = event.currentTarget.value
        onChange(chosen === 'never' ? null : Number(chosen))
      }}
    />
  )
}
