/** The engineer's pages of a model, in the order of their links. */
export const SECTIONS = [
  { path: '/models/$model/timeline', title: 'section.timeline' },
  { path: '/models/$model/rollout', title: 'section.rollout' },
  { path: '/models/$model/quality', title: 'section.quality' },
  { path: '/models/$model/drift', title: 'section.drift' },
  { path: '/models/$model/policy', title: 'section.policy' },
  { path: '/models/$model/experiments', title: 'section.experiments' },
  { path: '/models/$model/runs', title: 'section.runs' },
  { path: '/models/$model/reports', title: 'section.reports' },
] as const
