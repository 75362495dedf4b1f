import { Container, Skeleton } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'

import { ApiProblem } from '@/api/problem'
import { NotFound } from '@/app/NotFound'
import { ErrorState } from '@/components/ui/ErrorState'
import { useModel } from '@/features/models/queries/models'
import { useLocale } from '@/lib/i18n/useLocale'
import { useDocumentTitle } from '@/lib/useDocumentTitle'

import { ModelPage } from './ModelPage'

const route = getRouteApi('/models/$model')

export function ModelRoute() {
  const { t, text } = useLocale()
  const { model: name } = route.useParams()
  const model = useModel(name)
  useDocumentTitle(text(model.data?.title, name))
  if (model.isPending) return <ModelSkeleton label={t('state.loading')} />
  if (model.isError) {
    if (model.error instanceof ApiProblem && model.error.status === 404)
      return <NotFound model={name} />
    return (
      <Container size="sm" py="xl">
        <ErrorState
          error={model.error}
          title={t('model.failed')}
          onRetry={() => void model.refetch()}
        />
      </Container>
    )
  }
  // The form's state belongs to one version's schema: another champion starts a new one.
  return <ModelPage key={`${name}:${String(model.data.documented_version)}`} model={model.data} />
}

function ModelSkeleton({ label }: { label: string }) {
  return (
    <Container size={1200} px="clamp(16px, 4vw, 32px)" py="xl" role="status" aria-label={label}>
      <Skeleton height={18} width={120} mb="lg" />
      <Skeleton height={44} width="45%" mb="sm" />
      <Skeleton height={20} width="65%" mb="xl" />
      <Skeleton height={420} radius="lg" />
    </Container>
  )
}
