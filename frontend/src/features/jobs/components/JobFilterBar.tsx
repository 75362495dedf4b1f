import { FilterBar, SearchFilter, SelectFilter } from '@/components/ui/FilterBar'
import { useLocale } from '@/lib/i18n/useLocale'

import type { JobFilters } from '../filters'
import { QUEUE_TITLES, QUEUES, STATE_TITLES, STATES, TASKS } from '../words'

interface Props {
  filters: JobFilters
  models: readonly string[]
  onChange: (filters: JobFilters) => void
}

export function JobFilterBar({ filters, models, onChange }: Props) {
  const { t } = useLocale()
  const change = (part: JobFilters) => {
    onChange({ ...filters, ...part })
  }
  const isFiltered = Object.values(filters).some((value) => value !== undefined)
  const clear = () => {
    onChange({})
  }
  return (
    <FilterBar label={t('jobs.filters')} onClear={isFiltered ? clear : null}>
      <SearchFilter
        label={t('workbench.search')}
        value={filters.search ?? ''}
        onChange={(search) => {
          change({ search: search || undefined })
        }}
      />
      <SelectFilter
        label={t('workbench.state')}
        any={t('workbench.any')}
        value={filters.state}
        options={[
          { value: 'open', label: t('jobs.open') },
          { value: 'bad', label: t('jobs.bad') },
          ...STATES.map((value) => ({ value, label: t(STATE_TITLES[value]) })),
        ]}
        onChange={(state) => {
          change({ state })
        }}
      />
      <SelectFilter
        label={t('workbench.kind')}
        any={t('workbench.any')}
        value={filters.task}
        options={TASKS.map(({ value, title }) => ({ value, label: t(title) }))}
        onChange={(task) => {
          change({ task })
        }}
      />
      <SelectFilter
        label={t('jobs.queue')}
        any={t('workbench.any')}
        value={filters.queue}
        options={QUEUES.map((value) => ({ value, label: t(QUEUE_TITLES[value]) }))}
        onChange={(queue) => {
          change({ queue })
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
