import { SegmentedControl, SimpleGrid, Switch, Text, Input, Checkbox, Group } from '@mantine/core'
import { useId } from 'react'

import type { Approval, Policy } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'

import type { GroupName, Setting } from '../fields'
import { isOn, numberAt, withSetting } from '../values'
import { GROUP_LEADS, helpFor, TITLES } from '../words'
import { CanarySteps } from './CanarySteps'
import { NumberSetting } from './NumberSetting'
import { ParametersSetting } from './ParametersSetting'

export interface Editing {
  policy: Policy
  /** What the server says against one setting, by its path. */
  faults: ReadonlyMap<string, string>
  onChange: (change: (policy: Policy) => Policy) => void
  onMissing: (path: string, missing: boolean) => void
}

interface Props extends Editing {
  name: GroupName
  settings: readonly Setting[]
}

export function SettingsGroup({ name, settings, ...editing }: Props) {
  const { t } = useLocale()
  return (
    <>
      <Text size="sm" c="dimmed" mb="md" maw={620}>
        {t(GROUP_LEADS[name])}
      </Text>
      {name === 'shadow' && <DemandSetting {...editing} />}
      {name === 'canary' && (
        <CanarySteps
          steps={editing.policy.canary.steps}
          onMissing={editing.onMissing}
          onChange={(steps) => {
            editing.onChange((policy) => ({ ...policy, canary: { ...policy.canary, steps } }))
          }}
        />
      )}
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="lg" verticalSpacing="lg">
        {settings.map((setting) => (
          <SettingInput key={setting.path} setting={setting} {...editing} />
        ))}
      </SimpleGrid>
      {name === 'retraining' && <ParametersSetting {...editing} />}
      {name === 'probation' && <ApprovalsSetting {...editing} />}
    </>
  )
}

function SettingInput({ setting, ...editing }: Editing & { setting: Setting }) {
  const { t } = useLocale()
  const { policy, faults, onChange, onMissing } = editing
  const help = helpFor(setting.path)
  const words = {
    label: t(TITLES[setting.path]),
    description: help ? t(help) : undefined,
    error: faults.get(setting.path),
  }
  if (setting.kind === 'switch') {
    return (
      <Switch
        {...words}
        checked={isOn(policy, setting.path)}
        onChange={(event) => {
          const { checked } = event.currentTarget
          onChange((current) => withSetting(current, setting.path, checked))
        }}
      />
    )
  }
  return (
    <NumberSetting
      {...words}
      unit={setting.unit}
      optional={setting.optional}
      whole={setting.whole}
      value={numberAt(policy, setting.path)}
      path={setting.path}
      onMissing={onMissing}
      onChange={(value) => {
        onChange((current) => withSetting(current, setting.path, value))
      }}
    />
  )
}

function DemandSetting({ policy, onChange }: Editing) {
  const { t } = useLocale()
  const id = useId()
  return (
    <Input.Wrapper label={t('setting.demand')} labelElement="div" labelProps={{ id }} mb="lg">
      <SegmentedControl
        fullWidth
        aria-labelledby={id}
        value={policy.shadow.demand}
        data={[
          { value: 'no_harm', label: t('setting.noHarm') },
          { value: 'not_worse', label: t('setting.notWorse') },
          { value: 'better', label: t('setting.better') },
        ]}
        onChange={(demand) => {
          onChange((current) => ({ ...current, shadow: { ...current.shadow, demand } }))
        }}
      />
    </Input.Wrapper>
  )
}

function ApprovalsSetting({ policy, onChange }: Editing) {
  const { t } = useLocale()
  const stages: { value: Approval; label: string }[] = [
    { value: 'shadow', label: t('setting.beforeShadow') },
    { value: 'canary', label: t('setting.beforeCanary') },
    { value: 'promotion', label: t('setting.beforePromotion') },
  ]
  return (
    <Checkbox.Group
      mt="lg"
      label={t('setting.approvals')}
      value={policy.approvals}
      onChange={(chosen) => {
        const approvals = stages.map(({ value }) => value).filter((value) => chosen.includes(value))
        onChange((current) => ({ ...current, approvals }))
      }}
    >
      <Group mt="xs" gap="lg">
        {stages.map(({ value, label }) => (
          <Checkbox key={value} value={value} label={label} />
        ))}
      </Group>
    </Checkbox.Group>
  )
}
