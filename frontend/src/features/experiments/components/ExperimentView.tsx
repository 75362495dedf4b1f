import { Text } from '@mantine/core'

import type { ExperimentDetail } from '@/api/types'
import { Panel } from '@/components/ui/Panel'
import { useActorName } from '@/components/ui/useActorName'
import { useLocale } from '@/lib/i18n/useLocale'

import { ArmsPanel } from './ArmsPanel'
import { ExperimentActions } from './ExperimentActions'
import classes from './Experiments.module.css'
import { LooksPanel } from './LooksPanel'
import { PlanPanel } from './PlanPanel'
import { StatusBadge } from './StatusBadge'
import { TrustPanel } from './TrustPanel'

/** What an experiment has taught, in one sentence first, then everything that it rests on. */
export function ExperimentView({ experiment }: { experiment: ExperimentDetail }) {
  const { t, text, format } = useLocale()
  const { result, status } = experiment
  return (
    <>
      <Panel title={experiment.name} aside={<StatusBadge status={status} />}>
        <p className={classes.sentence} aria-live="polite">
          {result ? text(result.sentences) : t(WITHOUT_RESULT[status])}
        </p>
        {experiment.looked_at !== null && (
          <Text size="sm" c="dimmed" mb="md">
            {t('experiment.lookedAt', { time: format.dateTime(experiment.looked_at) })}
          </Text>
        )}
        {result?.stops && status === 'running' && (
          <Text size="sm" mb="md">
            {t('experiment.stopRule')} <span lang="en">{result.stops}</span>
          </Text>
        )}
        <History experiment={experiment} />
        <ExperimentActions experiment={experiment} />
      </Panel>
      {result && <ArmsPanel plan={experiment.plan} result={result} />}
      {result && <TrustPanel result={result} />}
      <PlanPanel plan={experiment.plan} />
      {experiment.looks.length > 0 && <LooksPanel experiment={experiment} />}
    </>
  )
}

const WITHOUT_RESULT = {
  draft: 'experiment.isDraft',
  running: 'experiment.notLooked',
  stopped: 'experiment.nothingLearnt',
  discarded: 'experiment.isDiscarded',
} as const

function History({ experiment }: { experiment: ExperimentDetail }) {
  const { t } = useLocale()
  return (
    <>
      <Step
        title={t('experiment.planned')}
        actor={experiment.created_by}
        at={experiment.created_at}
        reason={experiment.reason}
      />
      <Step
        title={t('experiment.started')}
        actor={experiment.started_by}
        at={experiment.started_at}
        reason={experiment.start_reason}
      />
      <Step
        title={
          experiment.status === 'discarded' ? t('experiment.thrownAway') : t('experiment.ended')
        }
        actor={experiment.stopped_by}
        at={experiment.stopped_at}
        reason={experiment.stop_reason}
      />
    </>
  )
}

interface StepProps {
  title: string
  actor: string | null
  at: string | null
  reason: string | null
}

function Step({ title, actor, at, reason }: StepProps) {
  const { format } = useLocale()
  const actorName = useActorName()
  if (actor === null || at === null) return null
  return (
    <Text size="sm" mb={6}>
      <Text span fw={560} inherit>
        {title}
      </Text>{' '}
      <Text span c="dimmed" inherit>
        {actorName(actor)} · {format.dateTime(at)}
      </Text>
      {reason && (
        <>
          {' – '}
          <span lang={actor.startsWith('person:') ? undefined : 'en'}>{reason}</span>
        </>
      )}
    </Text>
  )
}
