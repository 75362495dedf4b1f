import type { LinkProps } from '@tanstack/react-router'
import type { ParseKeys } from 'i18next'

import { isAtLeast, type Role } from '@/lib/roles'

export interface NavigationEntry {
  to: NonNullable<LinkProps['to']>
  title: ParseKeys
  /** The lowest role that sees it; null for everybody. */
  least: Role | null
  /** In the header's bar, or in the menu under the person's name. */
  place: 'bar' | 'person'
}

export function entriesFor(
  entries: readonly NavigationEntry[],
  place: NavigationEntry['place'],
  role: Role | null,
): NavigationEntry[] {
  return entries.filter((entry) => entry.place === place && isAtLeast(role, entry.least))
}
