import { ExperimentForm } from '@/features/experiments/components/ExperimentForm'
import { useLocale } from '@/lib/i18n/useLocale'

import { useSectionTitle } from './useSectionTitle'

export function NewExperimentSection() {
  const { t } = useLocale()
  const model = useSectionTitle(t('experiments.plan'))
  return <ExperimentForm model={model} />
}
