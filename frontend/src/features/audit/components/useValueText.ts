import { useLocale } from '@/lib/i18n/useLocale'
import { type Role, ROLE_NAMES } from '@/lib/roles'

import { isIdentifier } from '../fields'

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/

/** A value as the reader's language writes it; what a figure means is told by its name. */
export function useValueText(name: string) {
  const { t, format } = useLocale()
  const numberText = (value: number): string => {
    if (isIdentifier(name)) return String(value)
    if (name === 'size_bytes') return format.bytes(value)
    return name === 'weight' ? format.percent(value) : format.number(value)
  }
  const valueText = (value: unknown): string => {
    if (value === null || value === undefined || value === '') return t('audit.nothing')
    if (typeof value === 'boolean') return value ? t('audit.yes') : t('audit.no')
    if (typeof value === 'number') return numberText(value)
    if (Array.isArray(value)) {
      return value.length === 0 ? t('audit.nothing') : value.map(valueText).join(', ')
    }
    if (typeof value !== 'string') return t('audit.nothing')
    if (name === 'role' && value in ROLE_NAMES) return t(ROLE_NAMES[value as Role])
    return INSTANT.test(value) ? format.dateTime(value) : value
  }
  return valueText
}
