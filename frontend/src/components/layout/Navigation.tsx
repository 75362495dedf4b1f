import { IconMenu2 } from '@tabler/icons-react'

import { useLocale } from '@/lib/i18n/useLocale'
import { useSession } from '@/lib/session'

import { HeaderMenu } from './HeaderMenu'
import classes from './Navigation.module.css'
import { entriesFor, type NavigationEntry } from './entries'
import { NavigationLinks } from './NavigationLinks'

interface Props {
  entries: readonly NavigationEntry[]
}

/** The pages of whoever looks: in a row, or behind a button where there is no room for one. */
export function NavigationBar({ entries }: Props) {
  const { t } = useLocale()
  const shown = useEntries(entries)
  return (
    <nav aria-label={t('navigation.label')} className={classes.wide}>
      <NavigationLinks entries={shown} />
    </nav>
  )
}

export function NavigationMenu({ entries }: Props) {
  const { t } = useLocale()
  const shown = useEntries(entries)
  // To the models alone the mark leads, too.
  if (shown.length < 2) return null
  return (
    <nav aria-label={t('navigation.menu')} className={classes.narrow}>
      <HeaderMenu name={t('navigation.label')} label={<IconMenu2 size={20} stroke={1.7} />}>
        <NavigationLinks entries={shown} inMenu />
      </HeaderMenu>
    </nav>
  )
}

function useEntries(entries: readonly NavigationEntry[]): NavigationEntry[] {
  const { session } = useSession()
  return entriesFor(entries, 'bar', session?.role ?? null)
}
