import { NativeSelect } from '@mantine/core'

import { useLocale } from '@/lib/i18n/useLocale'
import type { Role } from '@/lib/roles'
import type { Session } from '@/lib/session'

import { useAccounts } from '../queries/accounts'

interface Owner {
  name: string
  role: Role
}

interface Props {
  session: Session
  value: string
  onChange: (owner: Owner) => void
}

/** Oneself, or a service account: nobody makes keys for another person. */
export function OwnerField({ session, value, onChange }: Props) {
  const { t } = useLocale()
  const found = useAccounts('')
  const accounts = (found.data?.pages ?? [])
    .flatMap(({ people }) => people)
    .filter(({ disabled_at }) => disabled_at === null)
  const owners: Owner[] = [session, ...accounts]
  return (
    <NativeSelect
      label={t('keys.owner')}
      description={t('keys.ownerHelp')}
      value={value}
      data={owners.map(({ name }) => ({
        value: name,
        label: name === session.name ? t('keys.oneself', { name }) : name,
      }))}
      onChange={(event) => {
        const chosen = owners.find(({ name }) => name === event.currentTarget.value)
        if (chosen) onChange(chosen)
      }}
    />
  )
}
