import { Anchor, Container, Group, Title } from '@mantine/core'
import { IconExternalLink } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useEffect } from 'react'

import { ApiProblem } from '@/api/problem'
import type { ModelDetail } from '@/api/types'
import { ErrorState } from '@/components/ui/ErrorState'
import { LighthouseMark } from '@/components/ui/LighthouseMark'
import { Loading } from '@/components/ui/Loading'
import { useModel } from '@/features/models/queries/models'
import { TryPanel } from '@/features/predictions/components/TryPanel'
import { useLocale } from '@/lib/i18n/useLocale'
import { useDocumentTitle } from '@/lib/useDocumentTitle'

const route = getRouteApi('/embed/$model')

/** Where Mantine reads the scheme; its own way would remember it for the whole site. */
const SCHEME = 'data-mantine-color-scheme'

/** One demo and nothing around it, for frames in other people's pages. */
export function EmbedRoute() {
  const { t } = useLocale()
  const { model: name } = route.useParams()
  const { theme } = route.useSearch()
  const model = useModel(name)
  useEffect(() => {
    if (theme) document.documentElement.setAttribute(SCHEME, theme)
  }, [theme])
  if (model.data) return <Embedded model={model.data} />
  const isAbsent = model.error instanceof ApiProblem && model.error.status === 404
  return (
    <Container size="sm" py="md">
      {model.isPending ? (
        <Loading height={320} radius="lg" />
      ) : (
        <ErrorState
          error={model.error}
          title={t(isAbsent ? 'embed.absent' : 'model.failed')}
          onRetry={() => void model.refetch()}
        />
      )}
    </Container>
  )
}

function Embedded({ model }: { model: ModelDetail }) {
  const { t, text } = useLocale()
  const title = text(model.title, model.name)
  useDocumentTitle(title)
  return (
    <Container size={1200} px={16} py={14}>
      <Group justify="space-between" gap="xs" mb="md">
        <Title order={1} size="h2">
          {title}
        </Title>
        {/* A new page: within the frame there are no others. */}
        <Anchor
          size="sm"
          href={`/models/${model.name}${window.location.hash}`}
          target="_blank"
          rel="noopener"
        >
          <Group gap={6} component="span">
            <LighthouseMark size={20} />
            {t('embed.open')}
            <IconExternalLink size={15} aria-hidden="true" />
          </Group>
        </Anchor>
      </Group>
      <TryPanel key={String(model.documented_version)} model={model} isEmbedded />
    </Container>
  )
}
