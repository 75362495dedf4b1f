import { Text } from '@mantine/core'
import { useState } from 'react'

import type { Person } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'
import { useSession } from '@/lib/session'

import classes from './People.module.css'
import type { Deed } from './PersonDialog'
import { PersonItem } from './PersonItem'

interface Props {
  people: Person[]
  search: string
  onChoose: (deed: Deed, person: Person) => void
}

export function PeopleList({ people, search, onChoose }: Props) {
  const { t } = useLocale()
  const { session } = useSession()
  const [now] = useState(() => new Date())
  if (people.length === 0) return <Text c="dimmed">{t('people.none', { search })}</Text>
  return (
    <ul className={classes.people}>
      {people.map((person) => (
        <PersonItem
          key={person.name}
          person={person}
          isOwn={person.name === session?.name}
          now={now}
          onChoose={(deed) => {
            onChoose(deed, person)
          }}
        />
      ))}
    </ul>
  )
}
