import type { TimelineEntry } from '@/api/types'
import { usePolicy } from '@/features/policies/queries/policy'
import { EvidenceView } from '@/features/rollouts/components/EvidenceView'
import { evidenceFrom } from '@/features/rollouts/evidence'
import { TimelinePanel } from '@/features/timeline/components/TimelinePanel'
import { useLocale } from '@/lib/i18n/useLocale'

import { useSectionTitle } from './useSectionTitle'

export function TimelineSection() {
  const { t } = useLocale()
  const model = useSectionTitle(t('section.timeline'))
  const policy = usePolicy(model.name)
  const evidenceOf = ({ kind, evidence }: TimelineEntry) =>
    kind === 'rollout' ? (
      <EvidenceView evidence={evidenceFrom(evidence)} policy={policy.data?.policy ?? null} />
    ) : null
  return <TimelinePanel model={model.name} evidenceOf={evidenceOf} />
}
