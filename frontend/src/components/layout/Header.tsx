import { Link } from '@tanstack/react-router'

import { LighthouseMark } from '@/components/ui/LighthouseMark'
import { useLocale } from '@/lib/i18n/useLocale'

import { ColorSchemeButton } from './ColorSchemeButton'
import classes from './Header.module.css'
import { LanguageSelect } from './LanguageSelect'
import { SessionButton } from './SessionButton'

export function Header() {
  const { t } = useLocale()
  return (
    <header className={classes.header}>
      <div className={classes.inner}>
        <Link to="/" className={classes.brand} aria-label={t('shell.home')}>
          <LighthouseMark size={26} />
          <span>Farol</span>
        </Link>
        <div className={classes.tools}>
          <SessionButton />
          <LanguageSelect />
          <ColorSchemeButton />
        </div>
      </div>
    </header>
  )
}
