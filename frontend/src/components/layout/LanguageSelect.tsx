import { changeLanguage, LANGUAGES, type Language } from '@/lib/i18n'
import { useLocale } from '@/lib/i18n/useLocale'

import classes from './Header.module.css'

/** Each language in its own words, so that its readers find it. */
const NAMES: Record<Language, string> = { en: 'English', 'pt-BR': 'Português' }

export function LanguageSelect() {
  const { t, i18n, language } = useLocale()
  return (
    <select
      className={classes.language}
      aria-label={t('shell.language')}
      value={language}
      onChange={(event) => void changeLanguage(i18n, event.currentTarget.value as Language)}
    >
      {LANGUAGES.map((tag) => (
        <option key={tag} value={tag} lang={tag}>
          {NAMES[tag]}
        </option>
      ))}
    </select>
  )
}
