import type { AlertSeverity, AlertState } from '@/api/types'

import { type AlertKind, KINDS, SEVERITIES, STATES } from './words'

/** Which alerts somebody asks for, as the address keeps it; unresolved ones where nothing is said. */
export interface AlertFilters {
  state?: AlertState | 'any'
  severity?: AlertSeverity
  kind?: AlertKind
  model?: string
  search?: string
}

const MOST_CHARACTERS = 100
const MODEL = /^[a-z0-9][a-z0-9-]{0,62}$/

function oneOf<Value extends string>(known: readonly Value[], said: unknown): Value | undefined {
  return known.find((value) => value === said)
}

/** Whatever an address says that means nothing is left out. */
export function filtersFrom(said: Record<string, unknown>): AlertFilters {
  const { model, search } = said
  const kept: AlertFilters = {
    state: oneOf([...STATES, 'any'], said.state),
    severity: oneOf(SEVERITIES, said.severity),
    kind: oneOf(KINDS, said.kind),
    model: typeof model === 'string' && MODEL.test(model) ? model : undefined,
    search:
      typeof search === 'string' && search !== '' ? search.slice(0, MOST_CHARACTERS) : undefined,
  }
  return Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined))
}

/** As the API asks for it. */
export function queryOf({ state, ...rest }: AlertFilters) {
  if (state === 'any') return rest
  const states: AlertState[] = state === undefined ? ['open', 'acknowledged'] : [state]
  return { ...rest, state: states }
}
