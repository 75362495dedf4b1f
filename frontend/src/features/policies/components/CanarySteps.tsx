import { ActionIcon, Button, Text } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'

import type { CanaryStep } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'

import classes from './CanarySteps.module.css'
import { NumberSetting } from './NumberSetting'

interface Props {
  steps: CanaryStep[]
  onChange: (steps: CanaryStep[]) => void
  onMissing: (path: string, missing: boolean) => void
}

interface Row {
  key: number
  step: CanaryStep
}

const FIRST_STEP: CanaryStep = { weight: 0.05, min_rows: 500, min_hours: 24 }
const MOST_STEPS = 20

/** A step like the last one, half way from it to all of the traffic. */
function following(last: CanaryStep | undefined): CanaryStep {
  if (!last) return FIRST_STEP
  return { ...last, weight: Math.round((last.weight + (1 - last.weight) / 2) * 100) / 100 }
}

export function CanarySteps({ steps, onChange, onMissing }: Props) {
  const { t } = useLocale()
  const [rows, setRows] = useState<Row[]>(() => steps.map((step, key) => ({ key, step })))
  const set = (next: Row[]) => {
    setRows(next)
    onChange(next.map(({ step }) => step))
  }
  const change = (key: number, name: keyof CanaryStep, value: number | null) => {
    if (value === null) return
    set(rows.map((row) => (row.key === key ? { key, step: { ...row.step, [name]: value } } : row)))
  }
  return (
    <fieldset className={classes.steps}>
      <legend>{t('setting.canarySteps')}</legend>
      <Text size="xs" c="dimmed" mb="xs">
        {t('settingHelp.canarySteps')}
      </Text>
      <ol>
        {rows.map(({ key, step }, index) => (
          <li key={key}>
            <NumberSetting
              label={t('setting.stepWeight')}
              unit="percent"
              value={step.weight}
              path={`canary.steps.${String(key)}.weight`}
              onMissing={onMissing}
              onChange={(value) => {
                change(key, 'weight', value)
              }}
            />
            <NumberSetting
              label={t('setting.stepRows')}
              unit="rows"
              whole
              value={step.min_rows}
              path={`canary.steps.${String(key)}.min_rows`}
              onMissing={onMissing}
              onChange={(value) => {
                change(key, 'min_rows', value)
              }}
            />
            <NumberSetting
              label={t('setting.stepHours')}
              unit="hours"
              value={step.min_hours}
              path={`canary.steps.${String(key)}.min_hours`}
              onMissing={onMissing}
              onChange={(value) => {
                change(key, 'min_hours', value)
              }}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size={36}
              aria-label={t('setting.removeStep', { number: index + 1 })}
              onClick={() => {
                set(rows.filter((row) => row.key !== key))
              }}
            >
              <IconTrash size={17} stroke={1.7} />
            </ActionIcon>
          </li>
        ))}
      </ol>
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconPlus size={15} />}
        disabled={rows.length >= MOST_STEPS}
        onClick={() => {
          const key = Math.max(-1, ...rows.map((row) => row.key)) + 1
          set([...rows, { key, step: following(rows.at(-1)?.step) }])
        }}
      >
        {t('setting.addStep')}
      </Button>
    </fieldset>
  )
}
