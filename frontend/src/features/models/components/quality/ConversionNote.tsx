import { Text } from '@mantine/core'

import type { Evaluation } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'

export function ConversionNote({
  conversion,
}: {
  conversion: NonNullable<Evaluation['conversion']>
}) {
  const { t, format } = useLocale()
  return (
    <Text size="sm">
      {t('quality.conversionText', {
        rows: format.integer(conversion.rows),
        agreement: format.percent(conversion.label_agreement, 2),
        difference: conversion.max_abs_difference.toExponential(1),
        limit: conversion.max_abs_difference_limit.toExponential(0),
      })}
    </Text>
  )
}
