import type { JobDetail } from '@/api/types'

const SECTIONS: Readonly<Record<string, string>> = {
  checks: 'drift',
  experiments: 'experiments',
  reports: 'reports',
  rollouts: 'rollout',
}

/** The page about what a job works on; null where there is none. */
export function pageOf({ task, model, arguments: given }: JobDetail): string | null {
  if (typeof given.training_run_id === 'number')
    return `/training-runs/${String(given.training_run_id)}`
  if (model === null) return null
  if (typeof given.batch_id === 'string') return `/models/${model}/batch?id=${given.batch_id}`
  const section = SECTIONS[task.split('.')[0] ?? '']
  return section === undefined ? `/models/${model}` : `/models/${model}/${section}`
}
