import { useLocale } from '@/lib/i18n/useLocale'
import { useDocumentTitle } from '@/lib/useDocumentTitle'

import { useCurrentModel } from '../modelContext'

/** Names the section and its model in the browser's tab; the answer is that model. */
export function useSectionTitle(title: string) {
  const { text } = useLocale()
  const model = useCurrentModel()
  useDocumentTitle(`${title} · ${text(model.title, model.name)}`)
  return model
}
