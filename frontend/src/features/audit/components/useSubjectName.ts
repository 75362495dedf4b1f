import { useLocale } from '@/lib/i18n/useLocale'

import { NOUN_WORDS } from '../actions'
import { referenceFrom } from '../filters'

/** What was acted on, as people say it; the API writes `person:ana`, `model:digits`, `alert:12`. */
export function useSubjectName() {
  const { t } = useLocale()
  return (reference: string): string => {
    const { kind, name } = referenceFrom(reference)
    if (kind === 'person') return name
    if (!name || !(kind in NOUN_WORDS)) return reference
    return `${t(NOUN_WORDS[kind as keyof typeof NOUN_WORDS])} ${name}`
  }
}
