import { Badge, Button, Group, Text } from '@mantine/core'

import type { Person } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'
import { ROLE_NAMES } from '@/lib/roles'

import classes from './Keys.module.css'

interface Props {
  account: Person
  onKey: () => void
  onAdmit: () => void
}

export function AccountItem({ account, onKey, onAdmit }: Props) {
  const { t, format } = useLocale()
  const { name } = account
  const isDisabled = account.disabled_at !== null
  return (
    <li className={classes.item}>
      <div className={classes.name}>
        <Text fw={600}>{name}</Text>
        {isDisabled && (
          <Badge color="gray" variant="light" tt="none" fw={560}>
            {t('accounts.disabled')}
          </Badge>
        )}
      </div>
      <Text size="sm" c="dimmed">
        {[
          t(ROLE_NAMES[account.role]),
          t('accounts.since', { date: format.date(account.created_at) }),
        ].join(' · ')}
      </Text>
      <Group gap="xs">
        {!isDisabled && (
          <Button
            variant="default"
            size="sm"
            aria-label={t('accounts.keyFor', { name })}
            onClick={onKey}
          >
            {t('accounts.key')}
          </Button>
        )}
        <Button
          variant="default"
          size="sm"
          aria-label={
            isDisabled ? t('accounts.enableOf', { name }) : t('accounts.disableOf', { name })
          }
          onClick={onAdmit}
        >
          {isDisabled ? t('accounts.enable') : t('accounts.disable')}
        </Button>
      </Group>
    </li>
  )
}
