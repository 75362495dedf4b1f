import type { JobState } from '@/api/types'

export const RUN_GROUPS = {
  active: ['queued', 'running'],
  succeeded: ['succeeded'],
  failed: ['failed', 'dead'],
  cancelled: ['cancelled'],
} as const satisfies Record<string, readonly JobState[]>

export type RunGroup = keyof typeof RUN_GROUPS

/** What the address of the list says; whatever else it says is left out. */
export interface RunSearch {
  model?: string
  group?: RunGroup
  search?: string
}

export function runSearchFrom(search: Record<string, unknown>): RunSearch {
  const { model, group, search: words } = search
  return {
    ...(typeof model === 'string' && model !== '' ? { model } : {}),
    ...(typeof group === 'string' && group in RUN_GROUPS ? { group: group as RunGroup } : {}),
    ...(typeof words === 'string' && words !== '' ? { search: words } : {}),
  }
}
