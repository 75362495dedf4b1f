/** What a person may do, in words; each may do all that the ones before it may. */
export const ROLE_NAMES = {
  viewer: 'role.viewer',
  engineer: 'role.engineer',
  administrator: 'role.administrator',
} as const

export type Role = keyof typeof ROLE_NAMES

/** From the least to the most. */
export const ROLES = Object.keys(ROLE_NAMES) as Role[]

/** @param role - of whoever is signed in; null for a visitor, and in `least` for everybody. */
export function isAtLeast(role: Role | null, least: Role | null): boolean {
  return least === null || (role !== null && ROLES.indexOf(role) >= ROLES.indexOf(least))
}
