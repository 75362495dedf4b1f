import { useLocale } from '@/lib/i18n/useLocale'
import { useDocumentTitle } from '@/lib/useDocumentTitle'

import { useCurrentModel } from './modelContext'
import { ModelTabs } from './ModelTabs'

export function OverviewRoute() {
  const { text } = useLocale()
  const model = useCurrentModel()
  useDocumentTitle(text(model.title, model.name))
  // The form's state belongs to one version's schema: another champion starts a new one.
  return <ModelTabs key={`${model.name}:${String(model.documented_version)}`} model={model} />
}
