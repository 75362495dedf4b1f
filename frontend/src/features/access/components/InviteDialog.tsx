import { TextInput } from '@mantine/core'
import { useState } from 'react'

import type { FirstPassword } from '@/api/types'
import { ReasonDialog } from '@/components/ui/ReasonDialog'
import { useLocale } from '@/lib/i18n/useLocale'
import type { Role } from '@/lib/roles'

import { useInvite } from '../queries/people'
import { RoleField } from './RoleField'

const MOST_CHARACTERS = 128

interface Props {
  onClose: () => void
  onInvited: (first: FirstPassword) => void
}

export function InviteDialog({ onClose, onInvited }: Props) {
  const { t } = useLocale()
  const [name, setName] = useState('')
  const [role, setRole] = useState<Role>('viewer')
  const invite = useInvite()
  return (
    <ReasonDialog
      opened
      title={t('people.inviteTitle')}
      consequence={t('people.inviteText')}
      confirm={t('people.invite')}
      error={invite.error}
      pending={invite.isPending}
      onConfirm={(reason) => {
        invite.mutate({ name: name.trim(), role, reason }, { onSuccess: onInvited })
      }}
      onClose={onClose}
    >
      <TextInput
        label={t('people.name')}
        description={t('people.nameHelp')}
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
      <RoleField value={role} onChange={setRole} />
    </ReasonDialog>
  )
}
