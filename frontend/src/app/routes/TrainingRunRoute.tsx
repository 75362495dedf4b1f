import { Container } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'

import { RequireRole } from '@/components/layout/RequireRole'
import { ErrorState } from '@/components/ui/ErrorState'
import { Loading } from '@/components/ui/Loading'
import { TrainingRunView } from '@/features/training/components/TrainingRunView'
import { useTrainingRun } from '@/features/training/queries/runs'
import { useLocale } from '@/lib/i18n/useLocale'
import { useDocumentTitle } from '@/lib/useDocumentTitle'

const route = getRouteApi('/training-runs/$id')

export function TrainingRunRoute() {
  const { t } = useLocale()
  const id = Number(route.useParams().id)
  useDocumentTitle(t('training.run', { id }))
  return (
    <Container size={960} px="clamp(16px, 4vw, 32px)" py="xl">
      <RequireRole role="engineer">
        <TrainingRun id={id} />
      </RequireRole>
    </Container>
  )
}

/** Nothing is asked for before somebody has signed in who may see it. */
function TrainingRun({ id }: { id: number }) {
  const { t } = useLocale()
  const run = useTrainingRun(id)
  return (
    <>
      {run.isPending && <Loading height={420} radius="lg" />}
      {run.isError && !run.data && (
        <ErrorState
          error={run.error}
          title={t('training.absent')}
          onRetry={() => void run.refetch()}
        />
      )}
      {run.data && <TrainingRunView run={run.data} />}
    </>
  )
}
