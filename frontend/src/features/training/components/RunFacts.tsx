import { Link } from '@tanstack/react-router'

import type { TrainingRun } from '@/api/types'
import { Panel } from '@/components/ui/Panel'
import { useLocale } from '@/lib/i18n/useLocale'

import classes from './RunFacts.module.css'

export function RunFacts({ run }: { run: TrainingRun }) {
  const { t, format } = useLocale()
  const parameters = Object.entries(run.parameters)
  const facts: [string, string][] = [
    [t('training.reason'), run.reason],
    [t('training.askedBy'), run.created_by],
    [t('training.askedAt'), format.dateTime(run.created_at)],
    [t('training.recipe'), run.recipe],
    [t('training.attempt'), `${String(run.job.attempt)} / ${String(run.job.max_attempts)}`],
    [
      t('training.parameters'),
      parameters.length === 0
        ? t('training.defaults')
        : parameters.map(([name, value]) => `${name} = ${String(value)}`).join(', '),
    ],
  ]
  return (
    <Panel
      title={t('training.facts')}
      aside={
        run.retry_of !== null && (
          <Link to="/training-runs/$id" params={{ id: String(run.retry_of) }}>
            {t('training.retryOf', { id: run.retry_of })}
          </Link>
        )
      }
    >
      <dl className={classes.facts}>
        {facts.map(([title, value]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  )
}
