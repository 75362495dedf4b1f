/** What somebody asks of the audit, as the address keeps it. */
export interface AuditFilters {
  /** `person:ana`, or `policy:*` for whichever policy. */
  actor?: string
  /** `person.invite`, or `person.*`. */
  action?: string
  /** As the actor. */
  subject?: string
  /** First and last day, as `2026-11-23` where the reader is. */
  from?: string
  to?: string
}

const TEXTS = ['actor', 'action', 'subject'] as const
const DAYS = ['from', 'to'] as const
const MOST_CHARACTERS = 128

/** Whatever an address says that means nothing is left out. */
export function filtersFrom(search: Record<string, unknown>): AuditFilters {
  const kept: AuditFilters = {}
  for (const name of TEXTS) {
    const value = search[name]
    if (typeof value === 'string' && value && value.length <= MOST_CHARACTERS) kept[name] = value
  }
  for (const name of DAYS) {
    const value = search[name]
    if (typeof value === 'string' && midnight(value, 0)) kept[name] = value
  }
  return kept
}

/** The start of a day, or of one after it, where the reader is; null for what is no day. */
function midnight(day: string, daysLater: number): Date | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day)
  if (!parts) return null
  const [year, month, date] = parts.slice(1).map(Number) as [number, number, number]
  const start = new Date(year, month - 1, date)
  if (start.getMonth() !== month - 1 || start.getDate() !== date) return null
  return new Date(year, month - 1, date + daysLater)
}

/** As the API asks for it: half-open, so that the last day is in. */
export function queryOf({ from, to, ...texts }: AuditFilters) {
  const start = from === undefined ? null : midnight(from, 0)
  const end = to === undefined ? null : midnight(to, 1)
  return {
    ...texts,
    ...(start ? { start: start.toISOString() } : {}),
    ...(end ? { end: end.toISOString() } : {}),
  }
}

export interface Reference {
  kind: string
  /** Empty for whichever. */
  name: string
}

export function referenceFrom(text: string | undefined): Reference {
  const [, kind = text ?? '', name = ''] = /^([^:]*):(.*)$/.exec(text ?? '') ?? []
  return { kind, name: name === '*' ? '' : name }
}

/** @param single - the kinds of which there is one alone, without a name. */
export function referenceText({ kind, name }: Reference, single: readonly string[]) {
  if (kind === '') return undefined
  return single.includes(kind) ? kind : `${kind}:${name || '*'}`
}
