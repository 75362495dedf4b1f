import { IconChevronDown, IconLogout } from '@tabler/icons-react'

import { signOut } from '@/api/session'
import { useLocale } from '@/lib/i18n/useLocale'
import { ROLE_NAMES } from '@/lib/roles'
import type { Session } from '@/lib/session'

import { HeaderMenu } from './HeaderMenu'
import classes from './Navigation.module.css'
import { entriesFor, type NavigationEntry } from './entries'
import { NavigationLinks } from './NavigationLinks'

interface Props {
  session: Session
  entries: readonly NavigationEntry[]
}

/** Who is signed in and as what, their own pages, and the way out. */
export function PersonMenu({ session, entries }: Props) {
  const { t } = useLocale()
  const label = (
    <>
      {/* Drawn by the style sheet: as a text it would be a part of what the button says. */}
      <span
        className={classes.initial}
        data-initial={Array.from(session.name).at(0)?.toUpperCase()}
        aria-hidden="true"
      />
      <span className={classes.name}>{session.name}</span>
      <IconChevronDown size={15} stroke={1.9} aria-hidden="true" className={classes.opens} />
    </>
  )
  return (
    <HeaderMenu label={label} name={t('navigation.person', { name: session.name })}>
      <p className={classes.who}>
        {session.name}
        <span className={classes.role}>{t(ROLE_NAMES[session.role])}</span>
      </p>
      <NavigationLinks entries={entriesFor(entries, 'person', session.role)} inMenu />
      <ul className={classes.items}>
        <li>
          <button type="button" className={classes.item} onClick={() => void signOut()}>
            <IconLogout size={17} stroke={1.7} aria-hidden="true" />
            {t('session.signOut')}
          </button>
        </li>
      </ul>
    </HeaderMenu>
  )
}
