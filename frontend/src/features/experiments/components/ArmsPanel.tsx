import { Badge, Text } from '@mantine/core'

import type { ExperimentArmResult, ExperimentPlan, ExperimentResult } from '@/api/types'
import { IntervalBar } from '@/components/charts/IntervalBar'
import { Panel } from '@/components/ui/Panel'
import { useLocale } from '@/lib/i18n/useLocale'

import { useMeasure } from '../useMeasure'
import classes from './Experiments.module.css'

const VERDICTS = {
  better: 'experiment.better',
  worse: 'experiment.worse',
  equivalent: 'experiment.equivalent',
  undecided: 'experiment.undecided',
  'too little data': 'experiment.tooLittle',
} as const

const TONES = { better: 'good', worse: 'worse' } as const
const COLOURS = { good: 'sea', worse: 'buoy', open: 'beam' } as const

function toneOf(verdict: string | null) {
  return verdict !== null && verdict in TONES ? TONES[verdict as keyof typeof TONES] : 'open'
}

interface Props {
  plan: ExperimentPlan
  result: ExperimentResult
}

/** Each arm: whom it answered, how it did, and its improvement over the control. */
export function ArmsPanel({ plan, result }: Props) {
  const { t } = useLocale()
  const measure = useMeasure()
  const goal = measure.title(plan.goal.measure)
  return (
    <Panel title={t('experiment.arms')} lead={t('experiment.armsLead', { goal })}>
      <ul className={classes.list}>
        {result.arms.map((arm) => (
          <ArmItem key={arm.name} arm={arm} plan={plan} />
        ))}
      </ul>
    </Panel>
  )
}

function ArmItem({ arm, plan }: { arm: ExperimentArmResult; plan: ExperimentPlan }) {
  const { t, format } = useLocale()
  const measure = useMeasure()
  const tone = toneOf(arm.verdict)
  const verdict = arm.verdict === null ? null : VERDICTS[arm.verdict as keyof typeof VERDICTS]
  return (
    <li>
      <div className={classes.head}>
        <h3 className={classes.name}>{arm.name}</h3>
        <Text size="sm" c="dimmed">
          {t('model.versionNumber', { version: arm.version })}
        </Text>
        {arm.name === plan.control ? (
          <Badge color="gray" variant="light" tt="none" fw={560}>
            {t('experiment.control')}
          </Badge>
        ) : (
          verdict && (
            <Badge color={COLOURS[tone]} variant="light" tt="none" fw={560}>
              {t(verdict)}
            </Badge>
          )
        )}
      </div>
      <Text size="sm" mb={6}>
        {t('experiment.armFacts', {
          share: format.percent(arm.share, 0, 1),
          subjects: format.integer(arm.subjects),
          measured: format.integer(arm.measured),
          mean: measure.figure(plan.goal.measure, arm.mean),
        })}
      </Text>
      <EffectFigure arm={arm} plan={plan} tone={tone} />
    </li>
  )
}

interface EffectProps {
  arm: ExperimentArmResult
  plan: ExperimentPlan
  tone: 'good' | 'worse' | 'open'
}

function EffectFigure({ arm, plan, tone }: EffectProps) {
  const { t, format } = useLocale()
  const measure = useMeasure()
  const write = (value: number | null) => measure.difference(plan.goal.measure, value)
  if (arm.effect === null) return null
  const { estimate, lower, upper } = arm.effect
  if (estimate === null || lower === null || upper === null) {
    return (
      <Text size="sm" c="dimmed">
        {t('experiment.noEffect')}
      </Text>
    )
  }
  return (
    <figure style={{ margin: 0 }}>
      <figcaption>
        <Text size="sm" mb="xs">
          {t('experiment.effect', {
            estimate: write(estimate),
            lower: write(lower),
            upper: write(upper),
            confidence: format.percent(plan.confidence, 0, 1),
          })}
        </Text>
      </figcaption>
      <IntervalBar
        value={estimate}
        lower={lower}
        upper={upper}
        aim={plan.minimum_effect}
        aimLabel={t('experiment.aim')}
        tone={tone}
        format={write}
      />
    </figure>
  )
}
