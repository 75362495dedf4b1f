/** Windows of whole days in UTC: the API leaves out their end, people name their last day. */

const DAY_MILLISECONDS = 86_400_000

export interface Days {
  /** As `2026-11-16`. */
  first: string
  last: string
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}

/** The last whole week, from Monday to Sunday. */
export function lastWeek(now: Date): Days {
  const midnight = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate())
  const sinceMonday = (now.getUTCDay() + 6) % 7
  const end = midnight - sinceMonday * DAY_MILLISECONDS
  return { first: dayOf(end - 7 * DAY_MILLISECONDS), last: dayOf(end - DAY_MILLISECONDS) }
}

export function windowOf({ first, last }: Days) {
  const end = new Date(`${last}T00:00:00Z`).getTime() + DAY_MILLISECONDS
  return { window_start: `${first}T00:00:00Z`, window_end: new Date(end).toISOString() }
}

/** The last moment of a window, for naming its last day. */
export function lastMoment(windowEnd: string): string {
  return new Date(new Date(windowEnd).getTime() - 1).toISOString()
}
