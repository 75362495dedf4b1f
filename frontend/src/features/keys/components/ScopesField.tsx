import { Checkbox, Stack } from '@mantine/core'

import { useLocale } from '@/lib/i18n/useLocale'
import { ROLE_NAMES } from '@/lib/roles'

import { type Scope, SCOPE_NAMES, SCOPE_TEXTS, SCOPES } from '../scopes'

interface Props {
  /** What the owner's role allows. */
  allowed: readonly Scope[]
  value: readonly Scope[]
  onChange: (scopes: Scope[]) => void
}

/** Each scope with what it lets a program do; one at least has to be chosen. */
export function ScopesField({ allowed, value, onChange }: Props) {
  const { t } = useLocale()
  const chosen = value.filter((scope) => allowed.includes(scope))
  return (
    <Checkbox.Group
      label={t('keys.scopes')}
      description={t('keys.scopesHelp')}
      value={chosen}
      onChange={(scopes) => {
        onChange(SCOPES.filter((scope) => scopes.includes(scope)))
      }}
    >
      <Stack gap="sm" mt="xs">
        {SCOPES.map((scope) => {
          const may = allowed.includes(scope)
          const text = t(SCOPE_TEXTS[scope])
          return (
            <Checkbox
              key={scope}
              value={scope}
              disabled={!may}
              required={chosen.length === 0 && may}
              label={t(SCOPE_NAMES[scope])}
              description={may ? text : t('scope.needs', { text, role: t(ROLE_NAMES.engineer) })}
            />
          )
        })}
      </Stack>
    </Checkbox.Group>
  )
}
