/** The recorded history as the API tells of it: not loaded, on its way, and there. */
import type { HistoryState, ModelDetail, Replay } from '@/api/types'

import { runningJob } from './jobs'
import { detail } from './models'

export const replay: Replay = {
  recording: 'flights-2013',
  model: 'flight-delay-replay',
  base_model: 'flight-delay',
  base_version: 1,
  shifted_weeks: 673,
  starts_at: '2026-05-25T12:00:00Z',
  ends_at: '2026-11-23T12:00:00Z',
  recorded_from: '2013-07-01T12:00:00Z',
  recorded_to: '2013-12-30T12:00:00Z',
  one_in: 3,
}

export const absentHistory: HistoryState = {
  status: 'absent',
  is_going: false,
  replay,
  loaded_until: null,
  predictions: 0,
  truths: 0,
  real_predictions: 0,
  extent: null,
  job: null,
}

/** Of an installation that has rows enough of its own: there is nothing to offer. */
export const unneededHistory: HistoryState = { ...absentHistory, real_predictions: 12_345 }

export const loadingHistory: HistoryState = {
  ...absentHistory,
  status: 'loading',
  loaded_until: '2026-08-01T00:00:00Z',
  predictions: 20_000,
  truths: 19_000,
  job: {
    ...runningJob,
    id: 41,
    task: 'history.load',
    progress: 0.4,
    message: '2026-08-01 of 2026-11-23',
  },
}

export const loadedHistory: HistoryState = {
  ...absentHistory,
  status: 'loaded',
  loaded_until: replay.ends_at,
  predictions: 56_112,
  truths: 54_801,
  extent: {
    predictions: 56_112,
    truths: 54_801,
    rollups: 40_210,
    days: 183,
    checks: 182,
    alerts: 4,
  },
  job: { ...runningJob, id: 41, task: 'history.load', state: 'succeeded', progress: 1 },
}

export const removingHistory: HistoryState = {
  ...loadedHistory,
  status: 'removing',
  is_going: true,
  extent: null,
  job: { ...runningJob, id: 42, task: 'history.remove', progress: 0.2, message: '' },
}

export const replayDetail: ModelDetail = { ...detail, name: replay.model, replay }
