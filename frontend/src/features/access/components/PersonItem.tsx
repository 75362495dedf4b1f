import { Badge, Button, Menu, Text } from '@mantine/core'
import {
  IconChevronDown,
  IconHistory,
  IconKey,
  IconUserCheck,
  IconUserOff,
  IconUserShield,
} from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'

import type { Person } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'
import { ROLE_NAMES } from '@/lib/roles'

import { hostOf, STATE_COLOURS, STATE_NAMES, stateOf } from '../states'
import classes from './People.module.css'
import type { Deed } from './PersonDialog'

interface Props {
  person: Person
  isOwn: boolean
  now: Date
  onChoose: (deed: Deed) => void
}

export function PersonItem({ person, isOwn, now, onChoose }: Props) {
  const { t, format } = useLocale()
  const state = stateOf(person, now)
  return (
    <li className={classes.person}>
      <div className={classes.name}>
        <Text fw={600}>{person.name}</Text>
        {isOwn && (
          <Badge variant="default" tt="none" fw={560}>
            {t('people.you')}
          </Badge>
        )}
      </div>
      <div>
        <Text size="sm">{t(ROLE_NAMES[person.role])}</Text>
        {person.issuer && (
          <Text size="xs" c="dimmed" className={classes.issuer}>
            {t('people.by', { provider: hostOf(person.issuer) })}
          </Text>
        )}
      </div>
      <div>
        <Badge color={STATE_COLOURS[state]} variant="light" size="lg" tt="none" fw={560}>
          {t(STATE_NAMES[state])}
        </Badge>
        {state === 'locked' && person.locked_until && (
          <Text size="xs" c="dimmed" mt={4}>
            {t('people.lockedUntil', { time: format.time(person.locked_until) })}
          </Text>
        )}
      </div>
      <Text size="sm" c="dimmed">
        {person.last_signed_in_at
          ? t('people.lastSignedIn', { time: format.dateTime(person.last_signed_in_at) })
          : t('people.never')}
      </Text>
      <PersonMenu person={person} isOwn={isOwn} onChoose={onChoose} />
    </li>
  )
}

function PersonMenu({ person, isOwn, onChoose }: Omit<Props, 'now'>) {
  const { t } = useLocale()
  const isDisabled = person.disabled_at !== null
  const Admission = isDisabled ? IconUserCheck : IconUserOff
  const choose = (deed: Deed) => () => {
    onChoose(deed)
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="default"
          size="sm"
          rightSection={<IconChevronDown size={15} />}
          aria-label={t('people.changeOf', { name: person.name })}
        >
          {t('people.change')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {/* The provider gives whoever signs in there their role, and asks for their password. */}
        {!person.issuer && (
          <Menu.Item leftSection={<IconUserShield size={17} />} onClick={choose('role')}>
            {t('people.changeRole')}
          </Menu.Item>
        )}
        {/* One's own is changed on the page of one's account, without a first password. */}
        {!isOwn && !person.issuer && (
          <Menu.Item leftSection={<IconKey size={17} />} onClick={choose('reset')}>
            {t('people.reset')}
          </Menu.Item>
        )}
        <Menu.Item
          leftSection={<Admission size={17} />}
          onClick={choose(isDisabled ? 'enable' : 'disable')}
        >
          {isDisabled ? t('people.enable') : t('people.disable')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconHistory size={17} />}
          renderRoot={(props) => (
            <Link {...props} to="/audit" search={{ subject: `person:${person.name}` }} />
          )}
        >
          {t('people.history')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
