import { ActionIcon, Button, NativeSelect, Text, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'

import type { ExperimentPlan, VersionSummary } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'

import { MOST_ARMS, withArm, withArmChanged, withoutArm } from '../plans'
import classes from './Experiments.module.css'
import { NumberField } from './NumberField'

interface Props {
  plan: ExperimentPlan
  versions: VersionSummary[]
  onChange: (plan: ExperimentPlan) => void
}

const NAME_PATTERN = '[a-z0-9][a-z0-9\\-]*'

/** Which versions answer which share of the subjects, and with which of them they are compared. */
export function ArmFields({ plan, versions, onChange }: Props) {
  const { t, format } = useLocale()
  const numbers = versions.map(({ version }) => version)
  const total = plan.arms.reduce((sum, { share }) => sum + share, 0)
  return (
    <fieldset className={classes.arms}>
      <legend>{t('experiment.arms')}</legend>
      {plan.arms.map((arm, index) => (
        <div key={index} className={classes.arm}>
          <TextInput
            label={t('experiment.armName')}
            required
            withAsterisk={false}
            maxLength={12}
            pattern={NAME_PATTERN}
            title={t('experiment.armNameHelp')}
            value={arm.name}
            onChange={(event) => {
              onChange(withArmChanged(plan, index, { name: event.currentTarget.value }))
            }}
          />
          <NativeSelect
            label={t('versions.version')}
            value={String(arm.version)}
            data={numbers.map(String)}
            onChange={(event) => {
              onChange(withArmChanged(plan, index, { version: Number(event.currentTarget.value) }))
            }}
          />
          <NumberField
            label={t('experiment.share')}
            unit="percent"
            value={arm.share}
            onChange={(share) => {
              if (share !== null) onChange(withArmChanged(plan, index, { share }))
            }}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size={36}
            disabled={plan.arms.length <= 2}
            aria-label={t('experiment.removeArm', { arm: arm.name })}
            onClick={() => {
              onChange(withoutArm(plan, index))
            }}
          >
            <IconTrash size={17} stroke={1.7} />
          </ActionIcon>
        </div>
      ))}
      {Math.abs(total - 1) > 1e-9 && (
        <Text size="sm" c="var(--mantine-color-error)" role="status">
          {t('experiment.sharesWrong', { total: format.percent(total, 0, 2) })}
        </Text>
      )}
      <div>
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconPlus size={15} />}
          disabled={plan.arms.length >= MOST_ARMS}
          onClick={() => {
            onChange(withArm(plan))
          }}
        >
          {t('experiment.addArm')}
        </Button>
      </div>
      <NativeSelect
        label={t('experiment.controlLabel')}
        description={t('experiment.controlHelp')}
        maw={340}
        value={plan.control}
        data={plan.arms.map(({ name }) => name)}
        onChange={(event) => {
          onChange({ ...plan, control: event.currentTarget.value })
        }}
      />
    </fieldset>
  )
}
