import { NativeSelect, TextInput } from '@mantine/core'

import type { ModelSummary } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'

import {
  type Days,
  type DashboardSearch,
  type Interval,
  INTERVALS,
  intervalOf,
  PERIODS,
  shownDays,
} from '../search'
import classes from './Dashboard.module.css'

const INTERVAL_NAMES = {
  day: 'dashboard.byDay',
  week: 'dashboard.byWeek',
  month: 'dashboard.byMonth',
} as const

interface Props {
  search: DashboardSearch
  today: string
  models: Pick<ModelSummary, 'name' | 'title'>[]
  onChange: (search: DashboardSearch) => void
}

/** Which days, in which steps, of which model, beside what; it all stands in the address. */
export function PeriodBar({ search, today, models, onChange }: Props) {
  const { t, text } = useLocale()
  const change = (changed: Partial<DashboardSearch>) => {
    onChange({ ...search, ...changed })
  }
  const chosen = search.from !== undefined
  return (
    <div role="search" aria-label={t('dashboard.filters')} className={classes.filters}>
      <NativeSelect
        label={t('dashboard.period')}
        value={chosen ? 'chosen' : String(search.days ?? 28)}
        data={[
          ...PERIODS.map((days) => ({
            value: String(days),
            label: t('dashboard.lastDays', { count: days }),
          })),
          { value: 'chosen', label: t('dashboard.chosenDays') },
        ]}
        onChange={(event) => {
          const value = event.currentTarget.value
          if (value === 'chosen') change({ ...shownDays(search, today), days: undefined })
          else change({ from: undefined, to: undefined, days: Number(value) as Days })
        }}
      />
      {chosen && (
        <DayRange
          from={search.from ?? today}
          to={search.to ?? today}
          latest={today}
          fromLabel={t('dashboard.from')}
          toLabel={t('dashboard.to')}
          onChange={(from, to) => {
            change({ from, to })
          }}
        />
      )}
      <NativeSelect
        label={t('dashboard.steps')}
        value={intervalOf(search, today)}
        data={INTERVALS.map((value) => ({ value, label: t(INTERVAL_NAMES[value]) }))}
        onChange={(event) => {
          change({ interval: event.currentTarget.value as Interval })
        }}
      />
      <NativeSelect
        label={t('dashboard.model')}
        value={search.model ?? ''}
        data={[
          { value: '', label: t('dashboard.allModels') },
          ...models.map(({ name, title }) => ({ value: name, label: text(title, name) })),
        ]}
        onChange={(event) => {
          change({ model: event.currentTarget.value || undefined })
        }}
      />
      <CompareSelect search={search} today={today} onChange={change} />
    </div>
  )
}

interface CompareProps {
  search: DashboardSearch
  today: string
  onChange: (changed: Partial<DashboardSearch>) => void
}

function CompareSelect({ search, today, onChange }: CompareProps) {
  const { t } = useLocale()
  const { compareFrom, compareTo } = search
  const chosen = compareFrom !== undefined && compareTo !== undefined
  const nothing = { compare: undefined, compareFrom: undefined, compareTo: undefined }
  return (
    <>
      <NativeSelect
        label={t('dashboard.compare')}
        value={chosen ? 'chosen' : (search.compare ?? 'before')}
        data={[
          { value: 'before', label: t('dashboard.periodBefore') },
          { value: 'year', label: t('dashboard.yearBefore') },
          { value: 'chosen', label: t('dashboard.chosenDays') },
        ]}
        onChange={(event) => {
          const value = event.currentTarget.value
          const { from, to } = shownDays(search, today)
          if (value === 'chosen') onChange({ ...nothing, compareFrom: from, compareTo: to })
          else onChange({ ...nothing, compare: value === 'year' ? 'year' : undefined })
        }}
      />
      {chosen && (
        <DayRange
          from={compareFrom}
          to={compareTo}
          latest={today}
          fromLabel={t('dashboard.compareFrom')}
          toLabel={t('dashboard.compareTo')}
          onChange={(from, to) => {
            onChange({ compareFrom: from, compareTo: to })
          }}
        />
      )}
    </>
  )
}

interface RangeProps {
  from: string
  to: string
  latest: string
  fromLabel: string
  toLabel: string
  onChange: (from: string, to: string) => void
}

/** Two days; a day that would come after the other one takes it along. */
function DayRange({ from, to, latest, fromLabel, toLabel, onChange }: RangeProps) {
  return (
    <>
      <TextInput
        type="date"
        label={fromLabel}
        max={latest}
        value={from}
        onChange={(event) => {
          const day = event.currentTarget.value
          if (day) onChange(day, day > to ? day : to)
        }}
      />
      <TextInput
        type="date"
        label={toLabel}
        max={latest}
        value={to}
        onChange={(event) => {
          const day = event.currentTarget.value
          if (day) onChange(day < from ? day : from, day)
        }}
      />
    </>
  )
}
