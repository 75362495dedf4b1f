import { Link } from '@tanstack/react-router'

import { LighthouseMark } from '@/components/ui/LighthouseMark'
import { useLocale } from '@/lib/i18n/useLocale'
import { useSession } from '@/lib/session'

import { ColorSchemeButton } from './ColorSchemeButton'
import classes from './Header.module.css'
import { LanguageSelect } from './LanguageSelect'
import type { NavigationEntry } from './entries'
import { NavigationBar, NavigationMenu } from './Navigation'
import { PaletteButton } from './PaletteButton'
import { PersonMenu } from './PersonMenu'
import { SignInButton } from './SignInButton'

interface Props {
  entries: readonly NavigationEntry[]
  /** To go anywhere by name. */
  onFind: () => void
}

export function Header({ entries, onFind }: Props) {
  const { t } = useLocale()
  const { session } = useSession()
  return (
    <header className={classes.header}>
      <div className={classes.inner}>
        <Link to="/" className={classes.brand} aria-label={t('shell.home')}>
          <LighthouseMark size={26} />
          <span>Farol</span>
        </Link>
        <NavigationBar entries={entries} />
        <div className={classes.tools}>
          <PaletteButton onClick={onFind} />
          <NavigationMenu entries={entries} />
          {/* Anew for each person, so that nobody finds another's menu open. */}
          {session ? (
            <PersonMenu key={session.name} session={session} entries={entries} />
          ) : (
            <SignInButton />
          )}
          <LanguageSelect />
          <ColorSchemeButton />
        </div>
      </div>
    </header>
  )
}
