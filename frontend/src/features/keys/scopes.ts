import type { ApiKey } from '@/api/types'
import { isAtLeast, type Role } from '@/lib/roles'

export type Scope = ApiKey['scopes'][number]

/** In the order of the guide. */
export const SCOPES: readonly Scope[] = ['predict', 'outcomes', 'read', 'write']

export const SCOPE_NAMES = {
  predict: 'scope.predict',
  outcomes: 'scope.outcomes',
  read: 'scope.read',
  write: 'scope.write',
} as const

export const SCOPE_TEXTS = {
  predict: 'scope.predictText',
  outcomes: 'scope.outcomesText',
  read: 'scope.readText',
  write: 'scope.writeText',
} as const

/** The lowest role whose keys may have it; the server decides, too. */
const NEEDS: Record<Scope, Role> = {
  predict: 'viewer',
  outcomes: 'engineer',
  read: 'viewer',
  write: 'engineer',
}

export function allowedTo(role: Role): Scope[] {
  return SCOPES.filter((scope) => isAtLeast(role, NEEDS[scope]))
}
