import type { ParseKeys } from 'i18next'

import type { JobState } from '@/api/types'

export const STATES = [
  'running',
  'queued',
  'failed',
  'dead',
  'succeeded',
  'cancelled',
] as const satisfies readonly JobState[]

export const STATE_TITLES = {
  queued: 'job.queued',
  running: 'job.running',
  succeeded: 'job.succeeded',
  failed: 'job.failed',
  cancelled: 'job.cancelled',
  dead: 'job.dead',
} as const satisfies Record<JobState, ParseKeys>

/** The worker's tasks by noun and verb, as people say what they do. */
const TASKS_BY_NOUN = {
  training: { train: 'jobTask.train', publish_recipes: 'jobTask.publishRecipes' },
  batches: { predict: 'jobTask.batch', forget: 'jobTask.batchForget' },
  checks: { check: 'jobTask.check', detail: 'jobTask.detail' },
  rollouts: { advance: 'jobTask.advance', mirror: 'jobTask.mirror' },
  experiments: { look: 'jobTask.look', evaluate: 'jobTask.evaluate' },
  reports: { write: 'jobTask.report', weekly: 'jobTask.weekly' },
  registrations: { register: 'jobTask.register' },
  alerts: { notify: 'jobTask.notify', deliver: 'jobTask.deliver' },
  replays: { drill: 'jobTask.drill' },
  drafts: { check: 'jobTask.draftCheck', try: 'jobTask.draftTry' },
  kpis: { write: 'jobTask.kpisWrite', mail: 'jobTask.kpisMail', weekly: 'jobTask.kpisWeekly' },
  history: { load: 'jobTask.historyLoad', remove: 'jobTask.historyRemove' },
  housekeeping: { tidy: 'jobTask.tidy' },
} as const

export const TASKS: readonly { value: string; title: ParseKeys }[] = Object.entries(
  TASKS_BY_NOUN,
).flatMap(([noun, verbs]) =>
  Object.entries(verbs).map(([verb, title]) => ({ value: `${noun}.${verb}`, title })),
)

export const TASK_TITLES: Readonly<Record<string, ParseKeys>> = Object.fromEntries(
  TASKS.map(({ value, title }) => [value, title]),
)

export const QUEUE_TITLES = {
  default: 'jobQueue.default',
  training: 'jobQueue.training',
  batches: 'jobQueue.batches',
  reports: 'jobQueue.reports',
} as const satisfies Record<string, ParseKeys>

export const QUEUES = Object.keys(QUEUE_TITLES) as (keyof typeof QUEUE_TITLES)[]

/** In words where there are some; a task that this page does not know keeps its name. */
export function titleOf(titles: Readonly<Record<string, ParseKeys>>, name: string) {
  return titles[name] ?? null
}
