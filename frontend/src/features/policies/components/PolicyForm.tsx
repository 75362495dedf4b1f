import { Accordion, Button, Group, Text } from '@mantine/core'
import { IconDeviceFloppy } from '@tabler/icons-react'
import { useState } from 'react'

import { ApiProblem } from '@/api/problem'
import type { Policy, PolicyDetail } from '@/api/types'
import { Panel } from '@/components/ui/Panel'
import { ReasonDialog } from '@/components/ui/ReasonDialog'
import { useLocale } from '@/lib/i18n/useLocale'

import { GROUPS } from '../fields'
import { useSetPolicy } from '../queries/policy'
import { GROUP_TITLES } from '../words'
import { ChangeList } from './ChangeList'
import classes from './PolicyForm.module.css'
import { PreviewPanel } from './PreviewPanel'
import { SettingsGroup } from './SettingsGroup'
import { usePolicyForm } from './usePolicyForm'

interface Props {
  current: PolicyDetail
  /** What the form begins with: the current policy, or what was being edited before. */
  start: Policy
  onSaved: (saved: PolicyDetail) => void
  onDiscard: () => void
  /** Somebody else saved meanwhile; the form's policy is handed over. */
  onConflict: (message: string, mine: Policy) => void
}

export function PolicyForm({ current, start, onSaved, onDiscard, onConflict }: Props) {
  const { t, format } = useLocale()
  const form = usePolicyForm(current.model, start, current.policy)
  const [asking, setAsking] = useState(false)
  const save = useSetPolicy(current.model)
  const close = () => {
    setAsking(false)
    save.reset()
  }
  const send = (reason: string) => {
    const order = { policy: form.policy, seen_number: current.number, reason }
    save.mutate(order, {
      onSuccess: onSaved,
      onError: (error) => {
        if (error instanceof ApiProblem && error.status === 409)
          onConflict(error.message, form.policy)
      },
    })
  }
  return (
    <div className={classes.columns}>
      <Panel title={t('policy.settings')} lead={t('policy.settingsLead')}>
        <Accordion multiple defaultValue={['retraining']} order={3} keepMounted={false}>
          {GROUPS.map(({ name, settings }) => (
            <Accordion.Item key={name} value={name}>
              <Accordion.Control>{t(GROUP_TITLES[name])}</Accordion.Control>
              <Accordion.Panel>
                <SettingsGroup name={name} settings={settings} {...form.editing} />
              </Accordion.Panel>
            </Accordion.Item>
          ))}
        </Accordion>
      </Panel>
      <div className={classes.aside}>
        <PreviewPanel preview={form.preview} incomplete={form.incomplete} />
        <div className={classes.save}>
          <Text size="sm" c="dimmed">
            {form.changed.length === 0
              ? t('policy.unchanged')
              : t('policy.changed', {
                  count: form.changed.length,
                  formatted: format.integer(form.changed.length),
                })}
          </Text>
          <Group gap="sm">
            <Button
              variant="default"
              disabled={form.changed.length === 0 && !form.incomplete}
              onClick={onDiscard}
            >
              {t('policy.discard')}
            </Button>
            <Button
              leftSection={<IconDeviceFloppy size={17} stroke={1.8} />}
              disabled={!form.mayBeSaved}
              onClick={() => {
                setAsking(true)
              }}
            >
              {t('policy.save')}
            </Button>
          </Group>
        </div>
      </div>
      <ReasonDialog
        opened={asking}
        title={t('policy.saveTitle')}
        consequence={t('policy.saveText')}
        confirm={t('policy.save')}
        error={save.error}
        pending={save.isPending}
        onConfirm={send}
        onClose={close}
      >
        <ChangeList changes={form.changed} />
      </ReasonDialog>
    </div>
  )
}
