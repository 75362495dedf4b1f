import { Radio, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'

import type { Person } from '@/api/types'
import { ReasonDialog } from '@/components/ui/ReasonDialog'
import { useLocale } from '@/lib/i18n/useLocale'
import { ROLE_NAMES } from '@/lib/roles'

import { useAdmitAccount, useMakeAccount } from '../queries/accounts'

const MOST_CHARACTERS = 128
/** Administering is done by people. */
const SERVICE_ROLES = ['viewer', 'engineer'] as const
const MAY_DO = { viewer: 'accounts.mayViewer', engineer: 'accounts.mayEngineer' } as const

interface NewProps {
  onMade: (account: Person) => void
  onClose: () => void
}

export function NewAccountDialog({ onMade, onClose }: NewProps) {
  const { t } = useLocale()
  const [name, setName] = useState('')
  const [role, setRole] = useState<(typeof SERVICE_ROLES)[number]>('viewer')
  const make = useMakeAccount()
  return (
    <ReasonDialog
      opened
      title={t('accounts.make')}
      consequence={t('accounts.makeText')}
      confirm={t('accounts.make')}
      error={make.error}
      pending={make.isPending}
      onConfirm={(reason) => {
        make.mutate({ name: name.trim(), role, reason }, { onSuccess: onMade })
      }}
      onClose={onClose}
    >
      <TextInput
        label={t('accounts.name')}
        description={t('accounts.nameHelp')}
        required
        data-autofocus
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={MOST_CHARACTERS}
        value={name}
        onChange={(event) => {
          setName(event.currentTarget.value)
        }}
      />
      <Radio.Group
        label={t('accounts.role')}
        value={role}
        onChange={(value) => {
          setRole(value)
        }}
      >
        <Stack gap="sm" mt="xs">
          {SERVICE_ROLES.map((one) => (
            <Radio key={one} value={one} label={t(ROLE_NAMES[one])} description={t(MAY_DO[one])} />
          ))}
        </Stack>
      </Radio.Group>
    </ReasonDialog>
  )
}

interface AdmissionProps {
  account: Person
  /** What was done, in words. */
  onDone: (what: string) => void
  onClose: () => void
}

const LETTING_IN = {
  title: 'accounts.enableTitle',
  text: 'accounts.enableText',
  confirm: 'accounts.enable',
  done: 'accounts.wasEnabled',
} as const
const SHUTTING_OUT = {
  title: 'accounts.disableTitle',
  text: 'accounts.disableText',
  confirm: 'accounts.disable',
  done: 'accounts.wasDisabled',
} as const

export function AccountAdmissionDialog({ account, onDone, onClose }: AdmissionProps) {
  const { t } = useLocale()
  const { name } = account
  const isDisabled = account.disabled_at !== null
  const words = isDisabled ? LETTING_IN : SHUTTING_OUT
  const admit = useAdmitAccount(name)
  return (
    <ReasonDialog
      opened
      title={t(words.title, { name })}
      consequence={t(words.text, { name })}
      confirm={t(words.confirm)}
      error={admit.error}
      pending={admit.isPending}
      onConfirm={(reason) => {
        admit.mutate(
          { disabled: !isDisabled, reason },
          {
            onSuccess: () => {
              onDone(t(words.done, { name }))
            },
          },
        )
      }}
      onClose={onClose}
    />
  )
}
