import {
  Button,
  Group,
  Input,
  NativeSelect,
  SegmentedControl,
  SimpleGrid,
  Switch,
  TextInput,
} from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { type SyntheticEvent, useId, useState } from 'react'

import type { ExperimentMeasure, ExperimentPlan, ModelDetail } from '@/api/types'
import { Panel } from '@/components/ui/Panel'
import { ReasonDialog } from '@/components/ui/ReasonDialog'
import { useLocale } from '@/lib/i18n/useLocale'

import { startingPlan, toleranceOf, withGoal, withTolerance } from '../plans'
import { useCreateExperiment } from '../queries/experiments'
import { useMeasure } from '../useMeasure'
import { ArmFields } from './ArmFields'
import { NumberField } from './NumberField'

const GOAL_HELP = {
  quality: 'experiment.effectOfLoss',
  feedback: 'experiment.effectOfShare',
  latency: 'experiment.effectOfSeconds',
  value: 'experiment.effectOfValue',
  errors: 'experiment.effectOfShare',
} as const

/** A new draft: which arms, for which goal, how long. The server has the last word on the plan. */
export function ExperimentForm({ model }: { model: ModelDetail }) {
  const { t } = useLocale()
  const navigate = useNavigate()
  const [name, setName] = useState('')
  const [plan, setPlan] = useState(() => startingPlan(model.versions, model.champion))
  const [asking, setAsking] = useState(false)
  const create = useCreateExperiment(model.name)
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    setAsking(true)
  }
  return (
    <Panel title={t('experiments.plan')} lead={t('experiments.planLead')}>
      <form onSubmit={submit}>
        <TextInput
          label={t('experiment.question')}
          description={t('experiment.questionHelp')}
          required
          withAsterisk={false}
          maxLength={120}
          mb="lg"
          value={name}
          onChange={(event) => {
            setName(event.currentTarget.value)
          }}
        />
        <ArmFields plan={plan} versions={model.versions} onChange={setPlan} />
        <GoalFields plan={plan} isNumber={model.schema.task === 'regression'} onChange={setPlan} />
        <Ending plan={plan} onChange={setPlan} />
        <Group justify="space-between" mt="xl">
          <Button variant="default" component={Link} to={`/models/${model.name}/experiments`}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" disabled={name.trim() === ''}>
            {t('experiment.keep')}
          </Button>
        </Group>
      </form>
      <ReasonDialog
        opened={asking}
        title={t('experiment.keepTitle')}
        consequence={t('experiment.keepText')}
        confirm={t('experiment.keep')}
        error={create.error}
        pending={create.isPending}
        onConfirm={(reason) => {
          create.mutate(
            { name: name.trim(), plan, reason },
            {
              onSuccess: ({ id }) =>
                void navigate({
                  to: '/models/$model/experiments/$id',
                  params: { model: model.name, id: String(id) },
                }),
            },
          )
        }}
        onClose={() => {
          setAsking(false)
          create.reset()
        }}
      />
    </Panel>
  )
}

interface PartProps {
  plan: ExperimentPlan
  onChange: (plan: ExperimentPlan) => void
}

function GoalFields({ plan, isNumber, onChange }: PartProps & { isNumber: boolean }) {
  const { t } = useLocale()
  const measure = useMeasure()
  // A value without a table is the truth itself, which only then is a number.
  const goals: ExperimentMeasure[] = [
    'quality',
    'feedback',
    'latency',
    ...(isNumber ? (['value'] as const) : []),
  ]
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="lg" mb="lg">
      <NativeSelect
        label={t('experiment.goal')}
        value={plan.goal.measure}
        data={goals.map((value) => ({ value, label: measure.title(value) }))}
        onChange={(event) => {
          onChange(withGoal(plan, event.currentTarget.value as ExperimentMeasure))
        }}
      />
      <NumberField
        label={t('experiment.minimumEffect')}
        description={t(GOAL_HELP[plan.goal.measure])}
        step={0.001}
        value={plan.minimum_effect}
        onChange={(minimum) => {
          if (minimum !== null) onChange({ ...plan, minimum_effect: minimum })
        }}
      />
      {plan.goal.measure !== 'latency' && (
        <NumberField
          label={t('experiment.latencyTolerance')}
          unit="seconds"
          step={0.01}
          optional
          value={toleranceOf(plan, 'latency')}
          onChange={(tolerance) => {
            onChange(withTolerance(plan, 'latency', tolerance))
          }}
        />
      )}
      <NumberField
        label={t('experiment.errorsTolerance')}
        unit="percent"
        optional
        value={toleranceOf(plan, 'errors')}
        onChange={(tolerance) => {
          onChange(withTolerance(plan, 'errors', tolerance))
        }}
      />
    </SimpleGrid>
  )
}

function Ending({ plan, onChange }: PartProps) {
  const { t } = useLocale()
  const id = useId()
  const { horizon } = plan
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="lg" mb="lg">
        <NumberField
          label={t('experiment.horizonSubjects')}
          whole
          step={1000}
          value={horizon.subjects}
          onChange={(subjects) => {
            if (subjects !== null) onChange({ ...plan, horizon: { ...horizon, subjects } })
          }}
        />
        <NumberField
          label={t('experiment.horizonDays')}
          unit="days"
          value={horizon.days}
          onChange={(days) => {
            if (days !== null) onChange({ ...plan, horizon: { ...horizon, days } })
          }}
        />
      </SimpleGrid>
      <Input.Wrapper
        label={t('experiment.mode')}
        description={
          plan.mode === 'fixed' ? t('experiment.fixedHelp') : t('experiment.thompsonHelp')
        }
        labelElement="div"
        labelProps={{ id }}
        inputWrapperOrder={['label', 'input', 'description']}
        mb="lg"
      >
        <SegmentedControl
          fullWidth
          aria-labelledby={id}
          value={plan.mode}
          data={[
            { value: 'fixed', label: t('experiment.fixed') },
            { value: 'thompson', label: t('experiment.thompson') },
          ]}
          onChange={(mode) => {
            onChange({ ...plan, mode })
          }}
        />
      </Input.Wrapper>
      <Switch
        label={t('experiment.stopsItself')}
        description={t('experiment.stopsHelp')}
        checked={plan.stops_itself}
        onChange={(event) => {
          onChange({ ...plan, stops_itself: event.currentTarget.checked })
        }}
      />
    </>
  )
}
