import type { JobState } from '@/api/types'

/** Which jobs somebody asks for, as the address keeps it. */
export interface JobFilters {
  /** `open` runs or waits, `bad` failed or was given up. */
  state?: JobState | 'open' | 'bad'
  queue?: string
  task?: string
  model?: string
  search?: string
}

const GROUPS = { open: ['queued', 'running'], bad: ['failed', 'dead'] } as const
const STATES = ['queued', 'running', 'succeeded', 'failed', 'cancelled', 'dead'] as const
const NAME = /^[a-z0-9][a-z0-9._-]{0,62}$/
const MOST_CHARACTERS = 100

/** Whatever an address says that means nothing is left out. */
export function filtersFrom(said: Record<string, unknown>): JobFilters {
  const name = (value: unknown) =>
    typeof value === 'string' && NAME.test(value) ? value : undefined
  const { search } = said
  const kept: JobFilters = {
    state: [...STATES, 'open' as const, 'bad' as const].find((value) => value === said.state),
    queue: name(said.queue),
    task: name(said.task),
    model: name(said.model),
    search:
      typeof search === 'string' && search !== '' ? search.slice(0, MOST_CHARACTERS) : undefined,
  }
  return Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined))
}

/** As the API asks for it. */
export function queryOf({ state, ...rest }: JobFilters) {
  if (state === undefined) return rest
  const states: JobState[] =
    state in GROUPS ? [...GROUPS[state as keyof typeof GROUPS]] : [state as JobState]
  return { ...rest, state: states }
}
