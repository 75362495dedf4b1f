import { FilterBar, SearchFilter, SelectFilter } from '@/components/ui/FilterBar'
import { useLocale } from '@/lib/i18n/useLocale'

import type { AlertFilters } from '../filters'
import { KIND_TITLES, KINDS, SEVERITIES, SEVERITY_TITLES, STATE_TITLES, STATES } from '../words'

interface Props {
  filters: AlertFilters
  models: readonly string[]
  onChange: (filters: AlertFilters) => void
}

export function AlertFilterBar({ filters, models, onChange }: Props) {
  const { t } = useLocale()
  const change = (part: AlertFilters) => {
    onChange({ ...filters, ...part })
  }
  const isFiltered = Object.values(filters).some((value) => value !== undefined)
  return (
    <FilterBar
      label={t('alerts.filters')}
      onClear={
        isFiltered
          ? () => {
              onChange({})
            }
          : null
      }
    >
      <SearchFilter
        label={t('workbench.search')}
        value={filters.search ?? ''}
        onChange={(search) => {
          change({ search: search || undefined })
        }}
      />
      <SelectFilter
        label={t('workbench.state')}
        any={t('alerts.unresolved')}
        value={filters.state}
        options={[
          ...STATES.map((value) => ({ value, label: t(STATE_TITLES[value]) })),
          { value: 'any', label: t('alerts.openAndPast') },
        ]}
        onChange={(state) => {
          change({ state })
        }}
      />
      <SelectFilter
        label={t('alerts.severity')}
        any={t('workbench.any')}
        value={filters.severity}
        options={SEVERITIES.map((value) => ({ value, label: t(SEVERITY_TITLES[value]) }))}
        onChange={(severity) => {
          change({ severity })
        }}
      />
      <SelectFilter
        label={t('workbench.kind')}
        any={t('workbench.any')}
        value={filters.kind}
        options={KINDS.map((value) => ({ value, label: t(KIND_TITLES[value]) }))}
        onChange={(kind) => {
          change({ kind })
        }}
      />
      <SelectFilter
        label={t('workbench.model')}
        any={t('workbench.any')}
        value={filters.model}
        options={models.map((value) => ({ value, label: value }))}
        onChange={(model) => {
          change({ model })
        }}
      />
    </FilterBar>
  )
}
