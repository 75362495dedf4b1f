import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'

import { type Formatter, formatterFor } from '@/lib/format'
import { type Localised, localise } from '@/lib/localised'

/** Everything that depends on the reader's language. */
export function useLocale() {
  const { t, i18n } = useTranslation()
  const language = i18n.language
  return useMemo(() => {
    const format: Formatter = formatterFor(language)
    const text = (value: Localised | undefined, fallback = '') =>
      localise(value, language, fallback)
    return { t, i18n, language, format, text }
  }, [t, i18n, language])
}
