import { Anchor, Container, Group, Title } from '@mantine/core'
import { IconChevronLeft } from '@tabler/icons-react'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'

import { RequireRole } from '@/components/layout/RequireRole'
import { ErrorState } from '@/components/ui/ErrorState'
import { Loading } from '@/components/ui/Loading'
import { DraftView } from '@/features/drafts/components/DraftView'
import { type Rendering, STEPS } from '@/features/drafts/components/DraftEditor'
import { DiscardButton } from '@/features/drafts/components/RegisterPanel'
import { useDraft } from '@/features/drafts/queries/drafts'
import { AnswerView } from '@/features/predictions/components/AnswerView'
import { RowForm } from '@/features/predictions/components/RowForm'
import { useLocale } from '@/lib/i18n/useLocale'
import { useDocumentTitle } from '@/lib/useDocumentTitle'

const route = getRouteApi('/drafts/$id')

/** The forms and answers of the demo, for a model that there is not yet. */
const RENDERING: Rendering = {
  form: ({ document, pending, onSubmit }) => (
    <RowForm
      schema={document.schema}
      presentation={document.presentation}
      examples={document.examples}
      pending={pending}
      onSubmit={onSubmit}
    />
  ),
  answer: ({ document, prediction }) => <AnswerView model={document} prediction={prediction} />,
}

export function DraftRoute() {
  const { t } = useLocale()
  return (
    <Container size={960} px="clamp(16px, 4vw, 32px)" py="xl">
      <Anchor
        component={Link}
        to="/drafts"
        size="sm"
        c="dimmed"
        style={{ display: 'inline-flex', alignItems: 'center', gap: 4 }}
      >
        <IconChevronLeft size={15} aria-hidden="true" />
        {t('drafts.pageTitle')}
      </Anchor>
      <RequireRole role="engineer">
        <OneDraft />
      </RequireRole>
    </Container>
  )
}

function OneDraft() {
  const { t } = useLocale()
  const { id } = route.useParams()
  const asked = route.useSearch().step
  const step = STEPS.find((one) => one === asked) ?? 'model'
  const navigate = useNavigate()
  const draft = useDraft(id)
  const title = draft.data?.name || draft.data?.filename || t('drafts.draft')
  useDocumentTitle(title)
  const ended = draft.data && ['refused', 'registered'].includes(draft.data.state)
  return (
    <>
      <Group justify="space-between" mt="sm" mb="lg">
        <Title order={1} style={{ overflowWrap: 'anywhere' }}>
          {title}
        </Title>
        {ended && <DiscardButton draft={draft.data} />}
      </Group>
      {draft.isPending && <Loading height={360} radius="lg" />}
      {draft.isError && !draft.data && (
        <ErrorState
          error={draft.error}
          title={t('drafts.absent')}
          onRetry={() => void draft.refetch()}
        />
      )}
      {draft.data && (
        <DraftView
          draft={draft.data}
          step={step}
          rendering={RENDERING}
          onStep={(to) =>
            void navigate({
              to: '/drafts/$id',
              params: { id },
              search: { step: to },
              resetScroll: false,
            })
          }
        />
      )}
    </>
  )
}
