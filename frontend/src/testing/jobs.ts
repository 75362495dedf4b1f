/** Jobs for tests: a check that failed, and one that waits. */
import type { JobDetail } from '@/api/types'

export const failedJob: JobDetail = {
  id: 12,
  task: `checks.check`,
  state: 'failed',
  attempt: 2,
  max_attempts: 3,
  progress: 0.7,
  message: 'measured 7 days; judging them',
  error: 'the disk is full',
  cancel_requested_at: null,
  created_at: '2026-11-23T04:07:00Z',
  created_by: 'system',
  started_at: '2026-11-23T04:07:01Z',
  finished_at: '2026-11-23T04:09:01Z',
  queue: 'default',
  arguments: { model: 'flight-delay' },
  model: 'flight-delay',
  worker: null,
  lease_expires_at: null,
  waiting: null,
}

export const queuedJob: JobDetail = {
  ...failedJob,
  state: 'queued',
  attempt: 0,
  progress: 0,
  message: '',
  error: null,
  started_at: null,
  finished_at: null,
  waiting: { until: null, ahead: 0, running: 0 },
}

export const runningJob: JobDetail = {
  ...queuedJob,
  id: 13,
  task: `training.train`,
  state: 'running',
  attempt: 1,
  progress: 0.4,
  message: 'fitting 200 trees',
  started_at: '2026-11-23T04:07:01Z',
  arguments: { training_run_id: 4 },
  worker: 'training-0@farol:812',
  lease_expires_at: '2999-01-01T00:00:00Z',
  waiting: null,
}
