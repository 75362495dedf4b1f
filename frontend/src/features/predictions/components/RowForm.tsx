import { Button } from '@mantine/core'
import { type SyntheticEvent, useMemo, useState } from 'react'

import type { Example, ModelSchema, Presentation, Row } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'

import { buildForm, initialValues } from '../form/fields'
import { type FieldProblem, rowFrom } from '../form/row'
import { FieldInput } from './FieldInput'
import classes from './PredictionForm.module.css'
import { problemText } from './problemText'

interface Props {
  schema: ModelSchema
  presentation: Presentation | null
  examples: Example[]
  pending: boolean
  onSubmit: (row: Row) => void
}

/** The demo's form by itself: a row that fits the schema, for whoever asks for one. */
export function RowForm({ schema, presentation, examples, pending, onSubmit }: Props) {
  const { t, format } = useLocale()
  const groups = useMemo(() => buildForm(schema, presentation), [schema, presentation])
  const [values, setValues] = useState<Row>(() => initialValues(groups, examples))
  const [problems, setProblems] = useState<Record<string, FieldProblem>>({})
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    const result = rowFrom(groups, values)
    setProblems(result.problems)
    if (Object.keys(result.problems).length === 0) onSubmit(result.row)
  }
  const shown = groups.flatMap((group) => group.fields).filter(({ kind }) => kind !== 'hidden')
  return (
    <form onSubmit={submit} noValidate className={classes.form}>
      <div className={classes.fields}>
        {shown.map((item) => {
          const { name, kind } = item.field
          const problem = problems[name]
          return (
            <div
              key={name}
              className={['text', 'tensor'].includes(kind) ? classes.wide : undefined}
            >
              <FieldInput
                formField={item}
                value={values[name]}
                onChange={(value) => {
                  setValues((current) => ({ ...current, [name]: value }))
                }}
                error={problem ? problemText(problem, t, format) : null}
              />
            </div>
          )
        })}
      </div>
      <div className={classes.foot}>
        <Button type="submit" size="md" loading={pending} className={classes.submit}>
          {t('form.predict')}
        </Button>
      </div>
    </form>
  )
}
