import { RunsPanel } from '@/features/training/components/RunsPanel'
import { useLocale } from '@/lib/i18n/useLocale'

import { useSectionTitle } from './useSectionTitle'

export function RunsSection() {
  const { t } = useLocale()
  const model = useSectionTitle(t('section.runs'))
  return <RunsPanel model={model} />
}
