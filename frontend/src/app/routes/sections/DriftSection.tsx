import { DriftPanel } from '@/features/checks/components/DriftPanel'
import { sliceWords } from '@/features/models/sliceWords'
import { useLocale } from '@/lib/i18n/useLocale'

import { useSectionTitle } from './useSectionTitle'

export function DriftSection() {
  const { t, text } = useLocale()
  const model = useSectionTitle(t('section.drift'))
  const titleOf = (name: string) => {
    const field = model.schema.fields.find((known) => known.name === name)
    return field ? text(field.title, name) : name
  }
  return (
    <DriftPanel
      model={model.name}
      asks={model.replay === null}
      titleOf={titleOf}
      sliceWords={(column, value) => sliceWords(model, text, column, value)}
    />
  )
}
