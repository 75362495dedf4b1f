import type { ModelDetail } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'

const FIRST_YEAR = 1000
const LAST_YEAR = 9999

/** A field's value as its form shows it: an option's name, a time of day, a number with its unit. */
export function useValueText(model: ModelDetail) {
  const { t, text, format } = useLocale()
  return (name: string, value: unknown): string => {
    const field = model.schema.fields.find((candidate) => candidate.name === name)
    const widget = model.presentation?.widgets[name]
    if (typeof value === 'boolean') return value ? t('form.yes') : t('form.no')
    if (typeof value === 'number') {
      if (widget?.kind === 'time') return format.timeOfDay(value)
      // A year has no unit and no thousands separator.
      const isYear = !field?.unit && value >= FIRST_YEAR && value <= LAST_YEAR
      if (isYear && Number.isInteger(value)) return String(value)
      return field?.unit ? `${format.number(value)} ${field.unit}` : format.number(value)
    }
    if (typeof value !== 'string' || value === '') return t('form.unknown')
    return text(widget?.options.find((option) => option.value === value)?.label, value)
  }
}
