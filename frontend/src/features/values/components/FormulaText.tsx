import { Text } from '@mantine/core'

import { useLocale } from '@/lib/i18n/useLocale'

import type { Draft } from '../formula'

interface Props {
  draft: Draft
  /** A warning says the second one. */
  labels: string[]
  currency: string
}

/** A formula as a sentence of the business. */
export function FormulaText({ draft, labels, currency }: Props) {
  const { t, format } = useLocale()
  const number = (value: number | null) => (value === null ? '…' : format.number(value))
  const words = {
    first: number(draft.first),
    second: number(draft.second),
    unit: draft.unit.trim() || '…',
    label: labels[1] ?? '…',
  }
  const sentences = {
    warning: () => t('value.warningText', words),
    answer: () => t('value.answerText', words),
    forecast: () => t('value.forecastText', words),
  }
  const { money_per_unit: price } = draft
  return (
    <Text>
      {sentences[draft.kind]()}{' '}
      {price === null
        ? t('value.noPrice', { unit: words.unit })
        : t('value.price', { unit: words.unit, price: format.money(price, currency) })}
    </Text>
  )
}
