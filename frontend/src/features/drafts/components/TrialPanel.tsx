import { Alert, Button, Text } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'

import type { Draft, Row } from '@/api/types'
import { ErrorState } from '@/components/ui/ErrorState'
import { Panel } from '@/components/ui/Panel'
import { useLocale } from '@/lib/i18n/useLocale'

import { dropExample, keepExample } from '../document'
import { isOver, useTryDraft } from '../queries/drafts'
import type { DraftDocument } from '../types'
import type { Rendering } from './DraftEditor'
import classes from './Drafts.module.css'
import { JobPanel } from './DraftJob'
import { TrialResult } from './TrialResult'
import type { DraftEditing } from './useDraftEditor'

interface Props {
  draft: Draft
  document: DraftDocument
  editing: DraftEditing
  rendering: Rendering
}

/** Rows asked of the graph in a process of its own: nothing serves yet. */
export function TrialPanel({ draft, document, editing, rendering }: Props) {
  const { t } = useLocale()
  const attempt = useTryDraft(draft.id)
  const { trial_job: job } = draft
  const runs = job !== null && !isOver(job.state)
  const ask = (rows: Row[]) => {
    void editing.save().then((kept) => {
      if (kept) attempt.mutate(rows)
    })
  }
  const pending = attempt.isPending || editing.isPending || runs
  return (
    <>
      <Panel title={t('drafts.stepTry')} lead={t('drafts.tryLead')}>
        {rendering.form({
          document,
          pending,
          onSubmit: (row) => {
            ask([row])
          },
        })}
        {attempt.error && (
          <div className={classes.below}>
            <ErrorState error={attempt.error} title={t('drafts.notTried')} />
          </div>
        )}
      </Panel>
      {runs && <JobPanel job={job} title={t('drafts.trying')} draft={draft.id} />}
      {!runs && job?.error && (
        <Alert color="buoy" role="alert" title={t('drafts.tryFailed')} mb="lg">
          {job.error}
        </Alert>
      )}
      {!runs && draft.trial?.results && (
        <Panel title={t('drafts.answers')}>
          {!draft.trial.is_current && (
            <Alert color="beam" mb="md">
              {t('drafts.stale')}
            </Alert>
          )}
          {draft.trial.results.map((result, index) => (
            <TrialResult
              key={index}
              row={draft.trial?.rows[index] ?? {}}
              result={result}
              seconds={(draft.trial?.seconds ?? 0) / (draft.trial?.rows.length ?? 1)}
              document={document}
              rendering={rendering}
              onKeep={(row, title) => {
                editing.edit((current) => keepExample(current, row, title))
              }}
            />
          ))}
        </Panel>
      )}
      <Examples document={document} editing={editing} pending={pending} onTry={ask} />
    </>
  )
}

interface ExamplesProps {
  document: DraftDocument
  editing: DraftEditing
  pending: boolean
  onTry: (rows: Row[]) => void
}

/** Rows that visitors may start from; each is tried again when the model is registered. */
function Examples({ document, editing, pending, onTry }: ExamplesProps) {
  const { t, text } = useLocale()
  const { examples } = document
  return (
    <Panel
      title={t('drafts.examples')}
      lead={t('drafts.examplesLead')}
      aside={
        examples.length > 0 && (
          <Button
            variant="default"
            disabled={pending}
            onClick={() => {
              onTry(examples.map(({ row }) => row))
            }}
          >
            {t('drafts.tryAll')}
          </Button>
        )
      }
    >
      {examples.length === 0 && <Text c="dimmed">{t('drafts.noExamples')}</Text>}
      <ul className={classes.list}>
        {examples.map((example, index) => (
          <li key={index} className={classes.item}>
            <span className={classes.name}>
              {text(example.title, t('drafts.example', { number: index + 1 }))}
            </span>
            <Button
              size="compact-sm"
              variant="subtle"
              color="gray"
              leftSection={<IconTrash size={15} />}
              aria-label={t('drafts.dropExample', {
                title: text(example.title, String(index + 1)),
              })}
              onClick={() => {
                editing.edit((current) => dropExample(current, index))
              }}
            >
              {t('drafts.remove')}
            </Button>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
