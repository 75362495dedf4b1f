import type { TimelineEntry } from '@/api/types'

export interface Day {
  title: string
  entries: TimelineEntry[]
}

/** Entries in their order, under the day that each of them was on; `dayOf` names that day. */
export function groupedByDay(entries: TimelineEntry[], dayOf: (iso: string) => string): Day[] {
  const days: Day[] = []
  for (const entry of entries) {
    const title = dayOf(entry.at)
    const last = days.at(-1)
    if (last?.title === title) last.entries.push(entry)
    else days.push({ title, entries: [entry] })
  }
  return days
}
