import { Container, Skeleton } from '@mantine/core'
import { getRouteApi, Outlet } from '@tanstack/react-router'

import { ApiProblem } from '@/api/problem'
import type { ModelDetail } from '@/api/types'
import { NotFound } from '@/app/NotFound'
import { ErrorState } from '@/components/ui/ErrorState'
import { ModelHeader } from '@/features/models/components/ModelHeader'
import { useModel } from '@/features/models/queries/models'
import { useLocale } from '@/lib/i18n/useLocale'
import { useSession } from '@/lib/session'

import { ModelActions } from './ModelActions'
import { ModelContext } from './modelContext'
import { ModelHistory } from './ModelHistory'
import { SectionNav } from './SectionNav'

const route = getRouteApi('/models/$model')

/** The frame of a model's pages: who it is, what can be done with it, and where to look. */
export function ModelRoute() {
  const { t } = useLocale()
  const { model: name } = route.useParams()
  const model = useModel(name)
  if (model.isPending) return <ModelSkeleton label={t('state.loading')} />
  if (model.isError && !model.data) {
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
  return <ModelFrame model={model.data} />
}

function ModelFrame({ model }: { model: ModelDetail }) {
  const { session } = useSession()
  return (
    <Container size={1200} px="clamp(16px, 4vw, 32px)">
      <ModelHeader model={model} actions={model.replay ? null : <ModelActions model={model} />} />
      {session && <SectionNav model={model.name} isReplay={model.replay !== null} />}
      <ModelHistory model={model} />
      <ModelContext value={model}>
        <Outlet />
      </ModelContext>
    </Container>
  )
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
