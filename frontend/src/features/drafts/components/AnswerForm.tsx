import { NativeSelect, Text, TextInput, Title } from '@mantine/core'

import { Panel } from '@/components/ui/Panel'
import { useLocale } from '@/lib/i18n/useLocale'

import { outputsFor, possibleTasks, setAnswer, setBound, setLabel, setTask } from '../document'
import type { DraftDocument, Findings, Task } from '../types'
import classes from './Drafts.module.css'
import { MONO } from './mono'
import { OptionalNumber } from './OptionalNumber'
import { TwoLanguages } from './TwoLanguages'

const TASKS = {
  binary: 'drafts.taskBinary',
  multiclass: 'drafts.taskMulticlass',
  regression: 'drafts.taskRegression',
  tensor: 'drafts.taskTensor',
} as const
const MAIN_ROLES = ['probability', 'probabilities', 'value']

interface Props {
  document: DraftDocument
  findings: Findings
  edit: (change: (document: DraftDocument) => DraftDocument) => void
}

/** What kind of question the model answers, and how the answer reads. */
export function AnswerForm({ document, findings, edit }: Props) {
  const { t } = useLocale()
  const { schema, presentation } = document
  const main = schema.outputs.find(({ role }) => MAIN_ROLES.includes(role))
  return (
    <Panel title={t('drafts.stepAnswer')} lead={t('drafts.answerLead')}>
      <div className={classes.grid}>
        <NativeSelect
          label={t('drafts.task')}
          data={possibleTasks(findings).map((task) => ({ value: task, label: t(TASKS[task]) }))}
          value={schema.task}
          onChange={(event) => {
            const task = event.currentTarget.value as Task
            edit((current) => setTask(current, task, findings))
          }}
        />
        {main && (
          <NativeSelect
            label={t('drafts.answerOutput')}
            data={outputsFor(schema.task, findings).map(({ name }) => name)}
            value={main.name}
            onChange={(event) => {
              const { value } = event.currentTarget
              edit((current) => setAnswer(current, value, findings))
            }}
          />
        )}
        {schema.task === 'binary' && (
          <OptionalNumber
            label={t('drafts.threshold')}
            description={t('drafts.thresholdHint')}
            minimum={0}
            maximum={1}
            value={schema.threshold}
            onChange={(threshold) => {
              if (threshold === null) return
              edit((current) => ({ ...current, schema: { ...current.schema, threshold } }))
            }}
          />
        )}
        {schema.task === 'regression' && (
          <Regression document={document} findings={findings} edit={edit} />
        )}
        {schema.task !== 'tensor' && (
          <TwoLanguages
            label={t('drafts.sentence')}
            description={t('drafts.sentenceHint')}
            value={presentation.sentence}
            onChange={(sentence) => {
              edit((current) => ({
                ...current,
                presentation: { ...current.presentation, sentence },
              }))
            }}
          />
        )}
      </div>
      {schema.labels.length > 0 && <Labels document={document} edit={edit} />}
    </Panel>
  )
}

function Regression({ document, findings, edit }: Props) {
  const { t } = useLocale()
  const { schema } = document
  const used = (role: string) => schema.outputs.find((output) => output.role === role)?.name ?? ''
  const bounds = [
    { role: 'lower', label: t('drafts.lower') },
    { role: 'upper', label: t('drafts.upper') },
  ] as const
  const others = outputsFor('regression', findings).filter(({ name }) => name !== used('value'))
  return (
    <>
      <TextInput
        label={t('drafts.unit')}
        maxLength={40}
        value={schema.unit}
        onChange={(event) => {
          const unit = event.currentTarget.value
          edit((current) => ({ ...current, schema: { ...current.schema, unit } }))
        }}
      />
      {others.length > 0 &&
        bounds.map(({ role, label }) => (
          <NativeSelect
            key={role}
            label={label}
            data={[
              { value: '', label: t('drafts.noBound') },
              ...others.map(({ name }) => ({ value: name, label: name })),
            ]}
            value={used(role)}
            onChange={(event) => {
              const { value } = event.currentTarget
              edit((current) => setBound(current, role, value === '' ? null : value, findings))
            }}
          />
        ))}
      {schema.coverage !== null && (
        <OptionalNumber
          label={t('drafts.coverage')}
          minimum={0}
          maximum={1}
          value={schema.coverage}
          onChange={(coverage) => {
            edit((current) => ({ ...current, schema: { ...current.schema, coverage } }))
          }}
        />
      )}
    </>
  )
}

/** The values of the answer, in the graph's order, and what they are called. */
function Labels({ document, edit }: Pick<Props, 'document' | 'edit'>) {
  const { t } = useLocale()
  const { schema, presentation } = document
  return (
    <>
      <Title order={3} size="h4" mt="xl">
        {t('drafts.labels')}
      </Title>
      <Text size="sm" c="dimmed" mb="md">
        {t('drafts.labelsHint')}
      </Text>
      {schema.labels.map((label, index) => (
        <div key={index} className={classes.field}>
          <div className={classes.grid}>
            <TextInput
              label={t('drafts.label', { number: index + 1 })}
              styles={MONO}
              maxLength={200}
              value={label}
              onChange={(event) => {
                const { value } = event.currentTarget
                edit((current) => setLabel(current, index, value))
              }}
            />
            <TwoLanguages
              label={t('drafts.labelTitle', { number: index + 1 })}
              value={presentation.label_titles[label] ?? {}}
              onChange={(title) => {
                edit((current) => ({
                  ...current,
                  presentation: {
                    ...current.presentation,
                    label_titles: { ...current.presentation.label_titles, [label]: title },
                  },
                }))
              }}
            />
          </div>
        </div>
      ))}
    </>
  )
}
