/** What the dashboard shows, as its address keeps it. */
export const PERIODS = [7, 28, 90, 365] as const
export type Days = (typeof PERIODS)[number]
export const INTERVALS = ['day', 'week', 'month'] as const
export type Interval = (typeof INTERVALS)[number]

export interface DashboardSearch {
  /** The last so many days; 28 if nothing is said. */
  days?: Days
  /** Instead of `days`: the first day and the last one, `2026-11-23`. */
  from?: string
  to?: string
  /** By the length of the period if nothing is said. */
  interval?: Interval
  model?: string
  /** The period before if nothing is said, the same days a year earlier, or chosen days. */
  compare?: 'year'
  compareFrom?: string
  compareTo?: string
}

/** As the API asks: half-open. */
export interface Asked {
  from: string
  to: string
  interval: Interval
  model?: string
  compare_from?: string
  compare_to?: string
}

const USUAL_DAYS: Days = 28
const MOST_BARS = 120
const DAYS_A_YEAR = 365
const DAY_MS = 86_400_000
const MODEL = /^[a-z0-9][a-z0-9-]{0,62}$/

/** Whatever an address says that means nothing is left out. */
export function searchFrom(search: Record<string, unknown>): DashboardSearch {
  const kept: DashboardSearch = {}
  const from = dayOf(search.from)
  const to = dayOf(search.to)
  if (from && to && from <= to) Object.assign(kept, { from, to })
  else {
    const days = PERIODS.find((one) => one === Number(search.days))
    if (days && days !== USUAL_DAYS) kept.days = days
  }
  const interval = INTERVALS.find((one) => one === search.interval)
  if (interval) kept.interval = interval
  if (typeof search.model === 'string' && MODEL.test(search.model)) kept.model = search.model
  const compareFrom = dayOf(search.compareFrom)
  const compareTo = dayOf(search.compareTo)
  if (compareFrom && compareTo && compareFrom <= compareTo)
    Object.assign(kept, { compareFrom, compareTo })
  else if (search.compare === 'year') kept.compare = 'year'
  return kept
}

/** First and last day of what is shown; the last one is today where no other is chosen. */
export function shownDays(search: DashboardSearch, today: string): { from: string; to: string } {
  if (search.from && search.to) return { from: search.from, to: search.to }
  return { from: daysLater(today, 1 - (search.days ?? USUAL_DAYS)), to: today }
}

export function intervalOf(search: DashboardSearch, today: string): Interval {
  if (search.interval) return search.interval
  const { from, to } = shownDays(search, today)
  return daysBetween(from, to) > MOST_BARS ? 'week' : 'day'
}

export function askedBy(search: DashboardSearch, today: string): Asked {
  const { from, to } = shownDays(search, today)
  const asked: Asked = { from, to: daysLater(to, 1), interval: intervalOf(search, today) }
  if (search.model) asked.model = search.model
  if (search.compareFrom && search.compareTo) {
    asked.compare_from = search.compareFrom
    asked.compare_to = daysLater(search.compareTo, 1)
  } else if (search.compare === 'year') {
    asked.compare_from = daysLater(from, -DAYS_A_YEAR)
    asked.compare_to = daysLater(to, 1 - DAYS_A_YEAR)
  }
  return asked
}

/** The same figures for whoever opens it, on whichever day. */
export function pinned(search: DashboardSearch, today: string): DashboardSearch {
  return { ...search, days: undefined, ...shownDays(search, today) }
}

/** The day (UTC) of a moment. */
export function utcDay(moment: Date): string {
  return moment.toISOString().slice(0, 10)
}

export function daysLater(day: string, days: number): string {
  return utcDay(new Date(Date.parse(day) + days * DAY_MS))
}

/** From the first day to the last one, both counted. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1
}

function dayOf(value: unknown): string | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return undefined
  const moment = Date.parse(value)
  return Number.isNaN(moment) || utcDay(new Date(moment)) !== value ? undefined : value
}
