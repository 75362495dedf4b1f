export interface Day<Entry> {
  title: string
  entries: Entry[]
}

/** Entries in their order, under the day that each of them was on; `dayOf` names that day. */
export function groupedByDay<Entry extends { at: string }>(
  entries: readonly Entry[],
  dayOf: (iso: string) => string,
): Day<Entry>[] {
  const days: Day<Entry>[] = []
  for (const entry of entries) {
    const title = dayOf(entry.at)
    const last = days.at(-1)
    if (last?.title === title) last.entries.push(entry)
    else days.push({ title, entries: [entry] })
  }
  return days
}
