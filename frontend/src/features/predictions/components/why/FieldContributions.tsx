import { Text } from '@mantine/core'

import type { Contribution, ModelDetail } from '@/api/types'
import { DivergingBars } from '@/components/charts/DivergingBars'
import { useLocale } from '@/lib/i18n/useLocale'

import { useValueText } from './useValueText'

const SHOWN = 8
/** Smaller than this share of the largest, a contribution is noise to the reader. */
const NEGLIGIBLE_SHARE = 0.01

interface Props {
  model: ModelDetail
  contributions: Contribution[]
}

export function FieldContributions({ model, contributions }: Props) {
  const { t, text, format } = useLocale()
  const valueText = useValueText(model)
  const ranked = [...contributions].sort(
    (a, b) => Math.abs(b.contribution) - Math.abs(a.contribution),
  )
  const largest = Math.abs(ranked[0]?.contribution ?? 0)
  const shown = ranked
    .filter((item) => Math.abs(item.contribution) > largest * NEGLIGIBLE_SHARE)
    .slice(0, SHOWN)
  if (shown.length === 0) return <Text size="sm">{t('why.nothing')}</Text>
  const bars = shown.map((item) => {
    const field = model.schema.fields.find((candidate) => candidate.name === item.field)
    return {
      key: item.field,
      label: text(field?.title, item.field.replaceAll('_', ' ')),
      detail: valueText(item.field, item.value),
      value: item.contribution,
      valueText: format.signed(item.contribution),
    }
  })
  return <DivergingBars bars={bars} label={t('why.title')} />
}
