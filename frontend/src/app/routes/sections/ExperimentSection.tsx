import { useParams } from '@tanstack/react-router'

import { ErrorState } from '@/components/ui/ErrorState'
import { Loading } from '@/components/ui/Loading'
import { ExperimentView } from '@/features/experiments/components/ExperimentView'
import { useExperiment } from '@/features/experiments/queries/experiments'
import { useLocale } from '@/lib/i18n/useLocale'

import { useSectionTitle } from './useSectionTitle'

export function ExperimentSection() {
  const { t } = useLocale()
  const { id = '' } = useParams({ strict: false })
  const experiment = useExperiment(Number(id))
  useSectionTitle(experiment.data?.name ?? t('section.experiments'))
  if (experiment.isPending) return <Loading height={420} radius="lg" />
  if (!experiment.data) {
    return (
      <ErrorState
        error={experiment.error}
        title={t('experiment.failed')}
        onRetry={() => void experiment.refetch()}
      />
    )
  }
  return <ExperimentView experiment={experiment.data} />
}
