import type { ExperimentPlan } from '@/api/types'
import { Panel } from '@/components/ui/Panel'
import { useLocale } from '@/lib/i18n/useLocale'

import { useMeasure } from '../useMeasure'
import classes from './Experiments.module.css'

/** What was set before the first subject came, and never changes. */
export function PlanPanel({ plan }: { plan: ExperimentPlan }) {
  const { t, format } = useLocale()
  const measure = useMeasure()
  const facts: [string, string][] = [
    ...plan.arms.map((arm): [string, string] => [
      arm.name === plan.control
        ? t('experiment.controlArm', { arm: arm.name })
        : t('experiment.namedArm', { arm: arm.name }),
      `${t('model.versionNumber', { version: arm.version })}, ${format.percent(arm.share, 0, 1)}`,
    ]),
    [t('experiment.goal'), measure.title(plan.goal.measure)],
    [t('experiment.minimumEffect'), measure.figure(plan.goal.measure, plan.minimum_effect)],
    [t('experiment.confidence'), format.percent(plan.confidence, 0, 1)],
    [t('experiment.minimumSubjects'), format.integer(plan.minimum_subjects)],
    [
      t('experiment.horizon'),
      t('experiment.horizonText', {
        subjects: format.integer(plan.horizon.subjects),
        days: format.number(plan.horizon.days),
      }),
    ],
    [
      t('experiment.mode'),
      plan.mode === 'fixed' ? t('experiment.fixed') : t('experiment.thompson'),
    ],
    [
      t('experiment.stopsItself'),
      plan.stops_itself ? t('experiment.yes') : t('experiment.onlySays'),
    ],
  ]
  return (
    <Panel title={t('experiment.plan')} lead={t('experiment.planLead')}>
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
