import { Radio, Stack } from '@mantine/core'

import { useLocale } from '@/lib/i18n/useLocale'
import { type Role, ROLE_NAMES, ROLES } from '@/lib/roles'

import { MAY_DO } from '../states'

interface Props {
  value: Role
  onChange: (role: Role) => void
}

/** Each role with what it allows, so that nobody is given more than needed by mistake. */
export function RoleField({ value, onChange }: Props) {
  const { t } = useLocale()
  return (
    <Radio.Group label={t('people.role')} value={value} onChange={onChange}>
      <Stack gap="sm" mt="xs">
        {ROLES.map((role) => (
          <Radio
            key={role}
            value={role}
            label={t(ROLE_NAMES[role])}
            description={t(MAY_DO[role])}
          />
        ))}
      </Stack>
    </Radio.Group>
  )
}
