import type { Role } from '@/lib/roles'

interface Section {
  path: string
  title: string
  /** The lowest role that it is for. */
  least: Role
}

/** The pages of a model for people who are signed in, in the order of their links. */
export const SECTIONS = [
  { path: '/models/$model/timeline', title: 'section.timeline', least: 'viewer' },
  { path: '/models/$model/rollout', title: 'section.rollout', least: 'engineer' },
  { path: '/models/$model/quality', title: 'section.quality', least: 'engineer' },
  { path: '/models/$model/drift', title: 'section.drift', least: 'engineer' },
  { path: '/models/$model/policy', title: 'section.policy', least: 'engineer' },
  { path: '/models/$model/experiments', title: 'section.experiments', least: 'engineer' },
  { path: '/models/$model/runs', title: 'section.runs', least: 'engineer' },
  { path: '/models/$model/reports', title: 'section.reports', least: 'viewer' },
] as const satisfies readonly Section[]

export type SectionPath = (typeof SECTIONS)[number]['path']

/** Nothing is decided about a replay: its pages are those that show what was. */
const OF_REPLAYS: readonly SectionPath[] = [
  '/models/$model/timeline',
  '/models/$model/quality',
  '/models/$model/drift',
  '/models/$model/reports',
]

export function sectionsOf(isReplay: boolean) {
  return SECTIONS.filter(({ path }) => !isReplay || OF_REPLAYS.includes(path))
}
