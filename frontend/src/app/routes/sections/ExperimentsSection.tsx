import { ExperimentsPanel } from '@/features/experiments/components/ExperimentsPanel'
import { useLocale } from '@/lib/i18n/useLocale'

import { useSectionTitle } from './useSectionTitle'

export function ExperimentsSection() {
  const { t } = useLocale()
  const model = useSectionTitle(t('section.experiments'))
  return <ExperimentsPanel model={model.name} />
}
