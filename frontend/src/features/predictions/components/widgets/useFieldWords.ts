import { useLocale } from '@/lib/i18n/useLocale'

import type { FormField } from '../../form/fields'

/** Widgets that give the value another face: the description of the raw value would mislead. */
const FACED: readonly FormField['kind'][] = ['time', 'canvas', 'file']

export function useFieldWords({ field, kind, placeholder }: FormField) {
  const { text } = useLocale()
  const title = text(field.title, field.name.replaceAll('_', ' '))
  // Label, description and unit of the field in the reader's language.
  return {
    label: title,
    description: text(FACED.includes(kind) ? placeholder : field.description) || undefined,
    placeholder: text(placeholder) || undefined,
    unit: field.unit,
  }
}
