import { Alert, Button, Group, Tabs, Text } from '@mantine/core'
import { useBlocker } from '@tanstack/react-router'
import type { ReactNode } from 'react'

import { ApiProblem } from '@/api/problem'
import type { Draft, Prediction, Row } from '@/api/types'
import { ConfirmDialog } from '@/components/ui/ConfirmDialog'
import { ErrorState } from '@/components/ui/ErrorState'
import { useLocale } from '@/lib/i18n/useLocale'

import { useDraft } from '../queries/drafts'
import type { DraftDocument } from '../types'
import { AnswerForm } from './AnswerForm'
import classes from './Drafts.module.css'
import { FieldsForm } from './FieldsForm'
import { ModelForm } from './ModelForm'
import { RegisterPanel } from './RegisterPanel'
import { TrialPanel } from './TrialPanel'
import { type DraftEditing, useDraftEditor } from './useDraftEditor'

/** The demo's own form and answers, so that a draft is tried as visitors will try the model. */
export interface Rendering {
  form: (props: {
    document: DraftDocument
    pending: boolean
    onSubmit: (row: Row) => void
  }) => ReactNode
  answer: (props: { document: DraftDocument; prediction: Prediction }) => ReactNode
}

export const STEPS = ['model', 'fields', 'answer', 'try', 'register'] as const
const TITLES = {
  model: 'drafts.stepModel',
  fields: 'drafts.stepFields',
  answer: 'drafts.stepAnswer',
  try: 'drafts.stepTry',
  register: 'drafts.stepRegister',
} as const

interface Props {
  draft: Draft
  step: string
  onStep: (step: string) => void
  rendering: Rendering
}

export function DraftEditor({ draft, step, onStep, rendering }: Props) {
  const { t } = useLocale()
  const editing = useDraftEditor(draft)
  const { edited } = editing
  if (!edited || !draft.findings) return null
  const { document } = edited
  const next = STEPS[STEPS.findIndex((one) => one === step) + 1]
  const open = (to: string | null) => {
    // What was written on one step is kept before the next one builds on it.
    void editing.save().then((kept) => {
      if (kept && to !== null) onStep(to)
    })
  }
  return (
    <>
      <Tabs value={step} onChange={open} keepMounted={false}>
        <Tabs.List mb="xl" style={{ overflowX: 'auto', flexWrap: 'nowrap' }}>
          {STEPS.map((one, index) => (
            <Tabs.Tab key={one} value={one}>
              {String(index + 1)}. {t(TITLES[one])}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="model">
          <ModelForm editing={editing} name={edited.name} document={document} draft={draft} />
        </Tabs.Panel>
        <Tabs.Panel value="fields">
          <FieldsForm document={document} edit={editing.edit} />
        </Tabs.Panel>
        <Tabs.Panel value="answer">
          <AnswerForm document={document} edit={editing.edit} findings={draft.findings} />
        </Tabs.Panel>
        <Tabs.Panel value="try">
          <TrialPanel draft={draft} editing={editing} document={document} rendering={rendering} />
        </Tabs.Panel>
        <Tabs.Panel value="register">
          <RegisterPanel draft={draft} editing={editing} document={document} />
        </Tabs.Panel>
      </Tabs>
      <Faults faults={draft.faults} />
      <SaveError editing={editing} draft={draft} />
      <div className={classes.bar}>
        <Text size="sm" c="dimmed" role="status">
          {editing.isDirty ? t('drafts.unsaved') : t('drafts.saved')}
        </Text>
        <Group gap="sm">
          <Button
            variant="default"
            disabled={!editing.isDirty}
            loading={editing.isPending}
            onClick={() => void editing.save()}
          >
            {t('drafts.save')}
          </Button>
          {next && (
            <Button
              onClick={() => {
                open(next)
              }}
            >
              {t('drafts.next')}
            </Button>
          )}
        </Group>
      </div>
      <LeavingDialog editing={editing} />
    </>
  )
}

function Faults({ faults }: { faults: string[] }) {
  const { t } = useLocale()
  if (faults.length === 0) return null
  return (
    <Alert color="beam" title={t('drafts.faults', { count: faults.length })} mt="lg">
      <ul className={classes.faults} lang="en">
        {faults.map((fault) => (
          <li key={fault}>{fault}</li>
        ))}
      </ul>
    </Alert>
  )
}

function SaveError({ editing, draft }: { editing: DraftEditing; draft: Draft }) {
  const { t } = useLocale()
  const newest = useDraft(draft.id)
  const { error } = editing
  if (!error) return null
  const isTheirs = error instanceof ApiProblem && error.kind === 'draft-changed'
  const load = () => {
    void newest.refetch().then(({ data }) => {
      if (data) editing.takeTheirs(data)
    })
  }
  return (
    <div className={classes.below}>
      <ErrorState error={error} title={t('drafts.notSaved')} />
      {isTheirs && (
        <Button variant="default" mt="sm" onClick={load}>
          {t('drafts.takeTheirs')}
        </Button>
      )}
    </div>
  )
}

/** Leaving the page with something unsaved asks first; the browser asks in its own words. */
function LeavingDialog({ editing }: { editing: DraftEditing }) {
  const { t } = useLocale()
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => editing.isDirty && current.pathname !== next.pathname,
    enableBeforeUnload: () => editing.isDirty,
    withResolver: true,
  })
  return (
    <ConfirmDialog
      opened={blocker.status === 'blocked'}
      title={t('drafts.leaveTitle')}
      consequence={t('drafts.leaveText')}
      confirm={t('drafts.leave')}
      decline={t('drafts.stay')}
      error={null}
      pending={false}
      onConfirm={() => blocker.proceed?.()}
      onClose={() => blocker.reset?.()}
    />
  )
}
