import { NativeSelect } from '@mantine/core'

import { useLocale } from '@/lib/i18n/useLocale'

import { type SliceKey, useCheckSlices } from '../queries/checks'

interface Props {
  check: number
  /** Null is all rows. */
  value: SliceKey | null
  onChange: (slice: SliceKey | null) => void
  sliceWords: (column: string, value: string) => { title: string; value: string }
}

/** Which rows of a check to look at; nothing where the version knows no slices. */
export function SliceSelect({ check, value, onChange, sliceWords }: Props) {
  const { t, format } = useLocale()
  const slices = useCheckSlices(check).data ?? []
  if (slices.length === 0) return null
  const chosen = slices.findIndex(
    (slice) => slice.column === value?.column && slice.value === value.value,
  )
  return (
    <NativeSelect
      label={t('drift.of')}
      description={t('drift.sliceHelp')}
      maw={420}
      my="lg"
      value={String(chosen)}
      onChange={(event) => {
        const slice = slices[Number(event.currentTarget.value)]
        onChange(slice ? { column: slice.column, value: slice.value } : null)
      }}
      data={[
        { value: '-1', label: t('drift.everything') },
        ...slices.map((slice, index) => ({
          value: String(index),
          label: t('drift.slice', {
            ...sliceWords(slice.column, slice.value),
            rows: format.integer(slice.rows),
          }),
        })),
      ]}
    />
  )
}
