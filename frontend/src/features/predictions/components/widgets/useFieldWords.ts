import { useLocale } from '@/lib/i18n/useLocale'

import type { FormField } from '../../form/fields'

/** Label, description and unit of a field in the reader's language. */
export function useFieldWords({ field, placeholder }: FormField) {
  const { text } = useLocale()
  const title = text(field.title, field.name.replaceAll('_', ' '))
  return {
    label: title,
    description: text(field.description) || undefined,
    placeholder: text(placeholder) || undefined,
    unit: field.unit,
  }
}
