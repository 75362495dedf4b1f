import { Button, Skeleton, Switch, Title } from '@mantine/core'
import { type ReactNode, type SyntheticEvent, lazy, Suspense } from 'react'

import { ApiProblem } from '@/api/problem'
import { useLocale } from '@/lib/i18n/useLocale'
import { useSecondsUntil } from '@/lib/useSecondsUntil'

import type { FormGroup } from '../form/fields'
import { FieldInput } from './FieldInput'
import classes from './PredictionForm.module.css'
import { problemText } from './problemText'
import type { TryIt } from './useTryIt'

const AirportMap = lazy(() => import('./map/AirportMap'))

/** Values that are set in one movement, so that an answer to each of them makes sense. */
function isQuick(group: FormGroup): boolean {
  return group.fields.every(({ field }) => field.kind !== 'text' && field.kind !== 'tensor')
}

interface Props {
  tryIt: TryIt
  actions: ReactNode
}

export function PredictionForm({ tryIt, actions }: Props) {
  const { t } = useLocale()
  const { error } = tryIt.prediction
  const secondsToWait = useSecondsUntil(error instanceof ApiProblem ? error.retryAt : null)
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    tryIt.submit()
  }
  return (
    <form onSubmit={submit} noValidate className={classes.form}>
      {tryIt.groups.map((group, index) => (
        <FormSection key={index} group={group} tryIt={tryIt} />
      ))}
      <div className={classes.foot}>
        <Button
          type="submit"
          size="md"
          loading={tryIt.prediction.isPending && !tryIt.live}
          disabled={secondsToWait > 0}
          className={classes.submit}
        >
          {t('form.predict')}
        </Button>
        {actions}
        {tryIt.groups.every(isQuick) && (
          <Switch
            label={t('form.live')}
            checked={tryIt.live}
            onChange={(event) => {
              tryIt.setLive(event.currentTarget.checked)
            }}
          />
        )}
      </div>
    </form>
  )
}

function FormSection({ group, tryIt }: { group: FormGroup; tryIt: TryIt }) {
  const { t, format, text } = useLocale()
  const visible = group.fields.filter((item) => item.kind !== 'hidden')
  if (visible.length === 0) return null
  const airports = visible.filter((item) => item.kind === 'airport')
  return (
    <section className={classes.section}>
      {tryIt.groups.length > 1 && (
        <Title order={2} size="h3" className={classes.title}>
          {group.title ? text(group.title) : t('form.otherFields')}
        </Title>
      )}
      {airports.length > 0 && (
        <Suspense fallback={<Skeleton className={classes.map} />}>
          <AirportMap airports={airports} values={tryIt.values} onPick={tryIt.change} />
        </Suspense>
      )}
      <div className={classes.fields}>
        {visible.map((item) => {
          const { name, kind } = item.field
          const problem = tryIt.problems[name]
          const wide = ['text', 'tensor'].includes(kind)
          return (
            <div key={name} className={wide ? classes.wide : undefined}>
              <FieldInput
                formField={item}
                value={tryIt.values[name]}
                onChange={(value) => {
                  tryIt.change(name, value)
                }}
                error={problem ? problemText(problem, t, format) : null}
              />
            </div>
          )
        })}
      </div>
    </section>
  )
}
