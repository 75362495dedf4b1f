import { PolicyPanel } from '@/features/policies/components/PolicyPanel'
import { useLocale } from '@/lib/i18n/useLocale'

import { useSectionTitle } from './useSectionTitle'

export function PolicySection() {
  const { t } = useLocale()
  const model = useSectionTitle(t('section.policy'))
  return <PolicyPanel model={model.name} />
}
