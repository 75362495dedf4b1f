import { ReportsPanel } from '@/features/reports/components/ReportsPanel'
import { useLocale } from '@/lib/i18n/useLocale'

import { useSectionTitle } from './useSectionTitle'

export function ReportsSection() {
  const { t } = useLocale()
  const model = useSectionTitle(t('section.reports'))
  return <ReportsPanel model={model.name} />
}
