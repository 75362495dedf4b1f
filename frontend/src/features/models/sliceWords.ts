import type { Localised, ModelDetail } from '@/api/types'

export interface SliceWords {
  title: string
  value: string
}

/** What a column that rows are cut by is called, and one of its values. */
export function sliceWords(
  model: Pick<ModelDetail, 'schema' | 'presentation'>,
  text: (localised: Localised | undefined, otherwise: string) => string,
  column: string,
  value: string,
): SliceWords {
  const field = model.schema.fields.find((candidate) => candidate.name === column)
  const options = model.presentation?.widgets[column]?.options ?? []
  const option = options.find((candidate) => candidate.value === value)
  const words = model.presentation?.slices[column]
  return {
    title: text(words?.title ?? field?.title, column.replaceAll('_', ' ')),
    value: text(words?.values[value] ?? option?.label, value),
  }
}
