import { usePolicy } from '@/features/policies/queries/policy'
import { RolloutsPanel } from '@/features/rollouts/components/RolloutsPanel'
import { useLocale } from '@/lib/i18n/useLocale'

import { useSectionTitle } from './useSectionTitle'

export function RolloutSection() {
  const { t } = useLocale()
  const model = useSectionTitle(t('section.rollout'))
  const policy = usePolicy(model.name)
  return <RolloutsPanel model={model.name} policy={policy.data?.policy ?? null} />
}
