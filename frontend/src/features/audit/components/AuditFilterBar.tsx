import { Button, NativeSelect, TextInput } from '@mantine/core'

import { useLocale } from '@/lib/i18n/useLocale'

import { ACTION_GROUPS } from '../actions'
import type { AuditFilters } from '../filters'
import classes from './Audit.module.css'
import { ReferenceFilter } from './ReferenceFilter'

interface Props {
  filters: AuditFilters
  /** Names to suggest, by kind. */
  names: Readonly<Record<string, readonly string[]>>
  onChange: (filters: AuditFilters) => void
}

export function AuditFilterBar({ filters, names, onChange }: Props) {
  const { t } = useLocale()
  const change = (changed: Partial<AuditFilters>) => {
    onChange({ ...filters, ...changed })
  }
  const actors = [
    { value: '', label: t('audit.anybody') },
    { value: 'person', label: t('auditNoun.person') },
    { value: 'key', label: t('audit.key') },
    { value: 'policy', label: t('auditNoun.policy') },
    { value: 'system', label: t('actor.system') },
  ]
  const subjects = [
    { value: '', label: t('audit.anything') },
    { value: 'person', label: t('auditNoun.person') },
    { value: 'model', label: t('auditNoun.model') },
    { value: 'alert', label: t('auditNoun.alert') },
    { value: 'job', label: t('auditNoun.job') },
  ]
  return (
    <div role="search" aria-label={t('audit.filters')} className={classes.filters}>
      <ReferenceFilter
        label={t('audit.who')}
        nameLabel={t('audit.whoName')}
        value={filters.actor}
        kinds={actors}
        single={['system']}
        names={names}
        onChange={(actor) => {
          change({ actor })
        }}
      />
      <ActionFilter
        value={filters.action}
        onChange={(action) => {
          change({ action })
        }}
      />
      <ReferenceFilter
        label={t('audit.about')}
        nameLabel={t('audit.aboutName')}
        value={filters.subject}
        kinds={subjects}
        names={names}
        onChange={(subject) => {
          change({ subject })
        }}
      />
      <div className={classes.reference}>
        <TextInput
          type="date"
          label={t('audit.from')}
          max={filters.to}
          value={filters.from ?? ''}
          onChange={(event) => {
            change({ from: event.currentTarget.value || undefined })
          }}
        />
        <TextInput
          type="date"
          label={t('audit.to')}
          min={filters.from}
          value={filters.to ?? ''}
          onChange={(event) => {
            change({ to: event.currentTarget.value || undefined })
          }}
        />
      </div>
      {Object.values(filters).some((value) => value !== undefined) && (
        <Button
          variant="subtle"
          color="gray"
          onClick={() => {
            onChange({})
          }}
        >
          {t('audit.clear')}
        </Button>
      )}
    </div>
  )
}

interface ActionProps {
  value: string | undefined
  onChange: (action: string | undefined) => void
}

function ActionFilter({ value, onChange }: ActionProps) {
  const { t } = useLocale()
  return (
    <NativeSelect
      label={t('audit.what')}
      value={value ?? ''}
      onChange={(event) => {
        onChange(event.currentTarget.value || undefined)
      }}
    >
      <option value="">{t('audit.anything')}</option>
      {ACTION_GROUPS.map(({ noun, title, actions }) => (
        <optgroup key={noun} label={t(title)}>
          {actions.length > 1 && (
            <option value={`${noun}.*`}>{t('audit.allOf', { noun: t(title) })}</option>
          )}
          {actions.map((action) => (
            <option key={action.value} value={action.value}>
              {t(action.title)}
            </option>
          ))}
        </optgroup>
      ))}
    </NativeSelect>
  )
}
