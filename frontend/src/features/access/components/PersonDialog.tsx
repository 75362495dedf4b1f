import { Alert } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useState } from 'react'

import { learnAnew } from '@/api/session'
import type { FirstPassword, Person } from '@/api/types'
import { ReasonDialog } from '@/components/ui/ReasonDialog'
import { useLocale } from '@/lib/i18n/useLocale'
import { ROLE_NAMES } from '@/lib/roles'

import { useChangePerson, useResetPassword } from '../queries/people'
import { RoleField } from './RoleField'

export type Deed = 'role' | 'reset' | 'disable' | 'enable'

interface Props {
  person: Person
  /** Whether it is whoever does it. */
  isOwn: boolean
  /** What was done, in words. */
  onDone: (what: string) => void
  onReset: (first: FirstPassword) => void
  onClose: () => void
}

export function RoleDialog({ person, isOwn, onDone, onClose }: Omit<Props, 'onReset'>) {
  const { t } = useLocale()
  const { name } = person
  const [role, setRole] = useState(person.role)
  const change = useChangePerson(name)
  const confirm = (reason: string) => {
    if (role === person.role) {
      onClose()
      return
    }
    change.mutate(
      { role, reason },
      {
        onSuccess: () => {
          if (isOwn) void learnAnew()
          onDone(t('people.roleChanged', { name, role: t(ROLE_NAMES[role]) }))
        },
      },
    )
  }
  return (
    <ReasonDialog
      opened
      title={t('people.roleTitle', { name })}
      consequence={t('people.roleText', { name })}
      confirm={t('people.changeRole')}
      error={change.error}
      pending={change.isPending}
      onConfirm={confirm}
      onClose={onClose}
    >
      <RoleField value={role} onChange={setRole} />
      {isOwn && role !== 'administrator' && <Warning>{t('people.roleOwn')}</Warning>}
    </ReasonDialog>
  )
}

export function ResetDialog({
  person,
  onReset,
  onClose,
}: Pick<Props, 'person' | 'onReset' | 'onClose'>) {
  const { t } = useLocale()
  const { name } = person
  const reset = useResetPassword(name)
  return (
    <ReasonDialog
      opened
      title={t('people.resetTitle', { name })}
      consequence={t('people.resetText', { name })}
      confirm={t('people.reset')}
      error={reset.error}
      pending={reset.isPending}
      onConfirm={(reason) => {
        reset.mutate(reason, { onSuccess: onReset })
      }}
      onClose={onClose}
    />
  )
}

const LETTING_IN = {
  title: 'people.enableTitle',
  text: 'people.enableText',
  confirm: 'people.enable',
  done: 'people.wasEnabled',
} as const
const SHUTTING_OUT = {
  title: 'people.disableTitle',
  text: 'people.disableText',
  confirm: 'people.disable',
  done: 'people.wasDisabled',
} as const

export function AdmissionDialog({ person, isOwn, onDone, onClose }: Omit<Props, 'onReset'>) {
  const { t } = useLocale()
  const { name } = person
  const isDisabled = person.disabled_at !== null
  const words = isDisabled ? LETTING_IN : SHUTTING_OUT
  const change = useChangePerson(name)
  return (
    <ReasonDialog
      opened
      title={t(words.title, { name })}
      consequence={t(words.text, { name })}
      confirm={t(words.confirm)}
      error={change.error}
      pending={change.isPending}
      onConfirm={(reason) => {
        change.mutate(
          { disabled: !isDisabled, reason },
          {
            onSuccess: () => {
              onDone(t(words.done, { name }))
            },
          },
        )
      }}
      onClose={onClose}
    >
      {isOwn && !isDisabled && <Warning>{t('people.disableOwn')}</Warning>}
    </ReasonDialog>
  )
}

function Warning({ children }: { children: string }) {
  return (
    <Alert color="buoy" icon={<IconAlertTriangle size={20} />}>
      {children}
    </Alert>
  )
}
