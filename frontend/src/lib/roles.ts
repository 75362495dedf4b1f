/** What a person may do, in words; each may do all that the ones before it may. */
export const ROLE_NAMES = {
  viewer: 'role.viewer',
  engineer: 'role.engineer',
  administrator: 'role.administrator',
} as const

export type Role = keyof typeof ROLE_NAMES
