export const MODEL_TABS = ['try', 'quality', 'card', 'versions', 'live'] as const
export type ModelTab = (typeof MODEL_TABS)[number]

export function isModelTab(value: unknown): value is ModelTab {
  return MODEL_TABS.some((tab) => tab === value)
}
