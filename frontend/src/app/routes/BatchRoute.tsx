import { Anchor, Container, Title } from '@mantine/core'
import { IconChevronLeft } from '@tabler/icons-react'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'

import { ErrorState } from '@/components/ui/ErrorState'
import { Loading } from '@/components/ui/Loading'
import { BatchView } from '@/features/batches/components/BatchView'
import { useModel } from '@/features/models/queries/models'
import { useLocale } from '@/lib/i18n/useLocale'
import { useDocumentTitle } from '@/lib/useDocumentTitle'

const route = getRouteApi('/models/$model/batch')

export function BatchRoute() {
  const { t, text } = useLocale()
  const { model: name } = route.useParams()
  const { id } = route.useSearch()
  const navigate = useNavigate()
  const model = useModel(name)
  const title = text(model.data?.title, name)
  useDocumentTitle(t('batch.pageTitle', { model: title }))
  return (
    <Container size={960} px="clamp(16px, 4vw, 32px)" py="xl">
      <Anchor
        component={Link}
        to={`/models/${name}`}
        size="sm"
        c="dimmed"
        style={{ display: 'inline-flex', alignItems: 'center', gap: 4 }}
      >
        <IconChevronLeft size={15} aria-hidden="true" />
        {title}
      </Anchor>
      <Title order={1} mt="sm" mb="lg">
        {t('batch.pageTitle', { model: title })}
      </Title>
      {model.isPending && <Loading height={320} radius="lg" />}
      {model.isError && (
        <ErrorState
          error={model.error}
          title={t('model.failed')}
          onRetry={() => void model.refetch()}
        />
      )}
      {model.data && (
        <BatchView
          model={model.data}
          batchId={id ?? null}
          onStarted={(started) =>
            void navigate({
              to: '/models/$model/batch',
              params: { model: name },
              search: { id: started },
            })
          }
        />
      )}
    </Container>
  )
}
