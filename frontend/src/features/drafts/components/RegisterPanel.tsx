import { Alert, Button, Group, List, Text } from '@mantine/core'
import { IconCheck, IconTrash, IconX } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'

import type { Draft } from '@/api/types'
import { ConfirmDialog } from '@/components/ui/ConfirmDialog'
import { Panel } from '@/components/ui/Panel'
import { ReasonDialog } from '@/components/ui/ReasonDialog'
import { useLocale } from '@/lib/i18n/useLocale'

import { useDiscardDraft, useRegisterDraft } from '../queries/drafts'
import type { DraftDocument } from '../types'
import type { DraftEditing } from './useDraftEditor'

interface Props {
  draft: Draft
  document: DraftDocument
  editing: DraftEditing
}

/** What is still missing, and what saving it as a version will do. */
export function RegisterPanel({ draft, document, editing }: Props) {
  const { t, text } = useLocale()
  const register = useRegisterDraft(draft.id)
  const [asking, setAsking] = useState(false)
  const { trial, taken_by: takenBy } = draft
  const answered = trial?.results?.every(({ error }) => error === null) ?? false
  const tried = trial !== null && trial.is_current && answered
  const otherTask = takenBy !== null && takenBy !== document.schema.task
  const demands = [
    { met: draft.name !== '' && !otherTask, words: t('drafts.needsName') },
    { met: draft.faults.length === 0, words: t('drafts.needsNoFaults') },
    { met: tried, words: t('drafts.needsTrial') },
  ]
  const consequence = takenBy === null ? t('drafts.firstVersion') : t('drafts.nextVersion')
  return (
    <Panel title={t('drafts.stepRegister')} lead={t('drafts.registerLead')}>
      <List spacing="xs" center mb="lg" listStyleType="none" withPadding={false}>
        {demands.map(({ met, words }) => (
          <List.Item
            key={words}
            icon={
              met ? (
                <IconCheck size={18} aria-hidden="true" />
              ) : (
                <IconX size={18} aria-hidden="true" />
              )
            }
          >
            {words}: <strong>{met ? t('drafts.met') : t('drafts.notMet')}</strong>
          </List.Item>
        ))}
      </List>
      {otherTask && (
        <Alert color="buoy" role="alert" title={t('drafts.otherTaskTitle')} mb="lg">
          {t('drafts.otherTask', { name: draft.name })}
        </Alert>
      )}
      {!otherTask && (
        <Text mb="lg">
          {takenBy === null
            ? t('drafts.willBeNew', { title: text(document.title, draft.name), name: draft.name })
            : t('drafts.willBeVersion', { name: draft.name })}
        </Text>
      )}
      {draft.register_job?.error && (
        <Alert color="buoy" role="alert" title={t('drafts.registerFailed')} mb="lg">
          {draft.register_job.error}
        </Alert>
      )}
      <Group justify="space-between">
        <DiscardButton draft={draft} />
        <Button
          disabled={demands.some(({ met }) => !met) || editing.isDirty}
          onClick={() => {
            register.reset()
            setAsking(true)
          }}
        >
          {takenBy === null ? t('drafts.register') : t('drafts.registerVersion')}
        </Button>
      </Group>
      <ReasonDialog
        opened={asking}
        title={t('drafts.registerAsk', { name: draft.name })}
        consequence={consequence}
        confirm={t('drafts.register')}
        error={register.error}
        pending={register.isPending}
        onConfirm={(reason) => {
          register.mutate({ reason, as_new_version: takenBy !== null })
        }}
        onClose={() => {
          setAsking(false)
        }}
      />
    </Panel>
  )
}

export function DiscardButton({ draft }: { draft: Draft }) {
  const { t } = useLocale()
  const navigate = useNavigate()
  const discard = useDiscardDraft(draft.id)
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button
        variant="subtle"
        color="buoy"
        leftSection={<IconTrash size={16} />}
        onClick={() => {
          discard.reset()
          setAsking(true)
        }}
      >
        {t('drafts.discard')}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={t('drafts.discardAsk', { name: draft.name || draft.filename })}
        consequence={
          draft.version === null ? t('drafts.discardText') : t('drafts.discardRegistered')
        }
        confirm={t('drafts.discard')}
        decline={t('drafts.keepIt')}
        error={discard.error}
        pending={discard.isPending}
        onConfirm={() => {
          discard.mutate(undefined, {
            onSuccess: () => void navigate({ to: '/drafts', ignoreBlocker: true }),
          })
        }}
        onClose={() => {
          setAsking(false)
        }}
      />
    </>
  )
}
