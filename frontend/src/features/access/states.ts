import type { Person } from '@/api/types'

export type PersonState = 'disabled' | 'locked' | 'mustChoose' | 'active'

/** What keeps somebody out comes first. */
export function stateOf(person: Person, now: Date): PersonState {
  if (person.disabled_at !== null) return 'disabled'
  if (person.locked_until !== null && new Date(person.locked_until) > now) return 'locked'
  return person.must_change_password ? 'mustChoose' : 'active'
}

export const STATE_NAMES = {
  active: 'people.active',
  disabled: 'people.disabled',
  locked: 'people.locked',
  mustChoose: 'people.mustChoose',
} as const

export const STATE_COLOURS: Record<PersonState, string> = {
  active: 'sea',
  disabled: 'gray',
  locked: 'buoy',
  mustChoose: 'beam',
}

export const MAY_DO = {
  viewer: 'mayDo.viewer',
  engineer: 'mayDo.engineer',
  administrator: 'mayDo.administrator',
} as const

/** The part of a provider's address that people know it by. */
export function hostOf(issuer: string): string {
  return new URL(issuer).host
}
