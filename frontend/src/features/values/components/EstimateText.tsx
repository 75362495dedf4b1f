import { Text } from '@mantine/core'

import type { ValueEstimate } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'

interface Props {
  estimate: ValueEstimate
  unit: string
  currency: string
}

/** What a formula makes of the last 28 days, with how sure that is. */
export function EstimateText({ estimate, unit, currency }: Props) {
  const { t, format } = useLocale()
  const { truths, units, units_low, units_high, money, money_low, money_high } = estimate
  if (units === null) return <Text mt="sm">{t('value.noTruth')}</Text>
  const own = (value: number) => `${format.number(value)} ${unit}`
  const paid = (value: number) => format.money(value, currency)
  const between = (low: number | null, high: number | null, write: (value: number) => string) =>
    low === null || high === null
      ? t('value.unsure')
      : t('value.between', { low: write(low), high: write(high) })
  return (
    <Text mt="sm">
      {t('value.estimate', {
        count: truths,
        truths: format.integer(truths),
        worth:
          money === null
            ? own(units)
            : t('value.andMoney', { units: own(units), money: paid(money) }),
      })}{' '}
      {money === null ? between(units_low, units_high, own) : between(money_low, money_high, paid)}
    </Text>
  )
}
