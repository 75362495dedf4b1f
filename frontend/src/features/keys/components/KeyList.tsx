import { Button, Text, Title } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { useState } from 'react'

import type { ApiKey } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'

import type { KeyFilters } from '../queries/keys'
import { KeyItem } from './KeyItem'
import classes from './Keys.module.css'

interface Props {
  keys: ApiKey[]
  filters: KeyFilters
  isAdministrator: boolean
  onMake: () => void
  onRevoke: (key: ApiKey) => void
}

export function KeyList({ keys, filters, isAdministrator, onMake, onRevoke }: Props) {
  const { t } = useLocale()
  const [now] = useState(() => new Date())
  if (keys.length === 0) {
    if (filters.search) return <Text c="dimmed">{t('keys.none', { search: filters.search })}</Text>
    return <Empty onMake={onMake} />
  }
  return (
    <ul className={classes.list}>
      {keys.map((key) => (
        <KeyItem
          key={key.id}
          apiKey={key}
          now={now}
          showOwner={filters.everybody}
          showHistory={isAdministrator}
          onRevoke={() => {
            onRevoke(key)
          }}
        />
      ))}
    </ul>
  )
}

/** What a key is good for, for whoever has none. */
function Empty({ onMake }: { onMake: () => void }) {
  const { t } = useLocale()
  return (
    <div className={classes.empty}>
      <IconKey size={36} stroke={1.4} aria-hidden="true" />
      <Title order={3} mt="xs">
        {t('keys.emptyTitle')}
      </Title>
      <Text maw={560} mx="auto" mt={6} mb="lg" c="dimmed">
        {t('keys.emptyText')}
      </Text>
      <Button variant="light" onClick={onMake}>
        {t('keys.makeFirst')}
      </Button>
    </div>
  )
}
