import { Link } from '@tanstack/react-router'

import { useLocale } from '@/lib/i18n/useLocale'

import classes from './Navigation.module.css'
import type { NavigationEntry } from './entries'

interface Props {
  entries: readonly NavigationEntry[]
  inMenu?: boolean
}

export function NavigationLinks({ entries, inMenu = false }: Props) {
  const { t } = useLocale()
  if (entries.length === 0) return null
  return (
    <ul className={inMenu ? classes.items : classes.bar}>
      {entries.map(({ to, title }) => (
        <li key={to}>
          <Link
            to={to}
            className={inMenu ? classes.item : classes.link}
            activeOptions={{ exact: to === '/', includeSearch: false }}
          >
            {t(title)}
          </Link>
        </li>
      ))}
    </ul>
  )
}
