import { Alert, Button, Group, Text } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'

import type { Draft } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'

import { DraftEditor, type Rendering } from './DraftEditor'
import { JobPanel } from './DraftJob'
import { FindingsPanel } from './FindingsPanel'

interface Props {
  draft: Draft
  step: string
  onStep: (step: string) => void
  rendering: Rendering
}

/** What there is to see and to do for a draft as far as it has come. */
export function DraftView({ draft, step, onStep, rendering }: Props) {
  const { t } = useLocale()
  switch (draft.state) {
    case 'checking':
      return <JobPanel job={draft.check_job} title={t('drafts.checkTitle')} draft={draft.id} />
    case 'refused':
      return <Refused draft={draft} />
    case 'registering':
      return (
        draft.register_job && (
          <JobPanel job={draft.register_job} title={t('drafts.registerTitle')} draft={draft.id} />
        )
      )
    case 'registered':
      return <Registered draft={draft} />
    case 'editing':
      return (
        <>
          <DraftEditor
            key={draft.id}
            draft={draft}
            step={step}
            onStep={onStep}
            rendering={rendering}
          />
          <FindingsPanel draft={draft} />
        </>
      )
  }
}

function Refused({ draft }: { draft: Draft }) {
  const { t } = useLocale()
  return (
    <Alert color="buoy" role="alert" title={t('drafts.refusedTitle')} mb="lg" p="lg" radius="lg">
      <Text mb="xs">{draft.check_job.error ?? t('drafts.noReason')}</Text>
      <Text size="sm" c="dimmed" mb="md">
        {t('drafts.refusedNext')}
      </Text>
      <Button component={Link} to="/drafts" variant="default">
        {t('drafts.another')}
      </Button>
    </Alert>
  )
}

function Registered({ draft }: { draft: Draft }) {
  const { t } = useLocale()
  return (
    <Alert color="sea" role="status" title={t('drafts.done')} mb="lg" p="lg" radius="lg">
      <Text mb="md">{t('drafts.doneText', { model: draft.name, version: draft.version })}</Text>
      <Group>
        <Button
          component={Link}
          to={`/models/${draft.name}`}
          rightSection={<IconArrowRight size={16} />}
        >
          {t('drafts.itsPage')}
        </Button>
        <Button component={Link} to="/drafts" variant="default">
          {t('drafts.another')}
        </Button>
      </Group>
    </Alert>
  )
}
