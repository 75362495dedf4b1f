import type { ParseKeys } from 'i18next'

import type { Attention, ModelOverview } from '@/api/types'

interface Words {
  text: ParseKeys
  /** What leads to where something can be done about it. */
  act: ParseKeys
  /** Whether somebody should look now, or when there is time. */
  grave: boolean
  path: (model: ModelOverview) => string
}

const alerts = ({ name }: ModelOverview) => `/alerts?model=${name}`
const section = (part: string) => (model: ModelOverview) => `/models/${model.name}/${part}`

/** Each reason for attention, in words, and where to act on it. */
export const NEEDS: Record<Attention['need'], Words> = {
  serves_nobody: {
    text: 'need.servesNobody',
    act: 'need.toRollout',
    grave: true,
    path: section('rollout'),
  },
  serious_alert: { text: 'need.seriousAlert', act: 'need.toAlerts', grave: true, path: alerts },
  quality_serious: {
    text: 'need.qualitySerious',
    act: 'need.toQuality',
    grave: true,
    path: section('quality'),
  },
  approval: { text: 'need.approval', act: 'need.toRollout', grave: true, path: section('rollout') },
  drift_serious: {
    text: 'need.driftSerious',
    act: 'need.toDrift',
    grave: true,
    path: section('drift'),
  },
  failing_jobs: {
    text: 'need.failingJobs',
    act: 'need.toJobs',
    grave: true,
    path: ({ name }) => `/jobs?model=${name}&state=bad`,
  },
  alert: { text: 'need.alert', act: 'need.toAlerts', grave: false, path: alerts },
  training_failed: {
    text: 'need.trainingFailed',
    act: 'need.toTraining',
    grave: false,
    path: ({ name, last_training: run }) =>
      run ? `/training-runs/${String(run.id)}` : `/models/${name}/runs`,
  },
  quality_moderate: {
    text: 'need.qualityModerate',
    act: 'need.toQuality',
    grave: false,
    path: section('quality'),
  },
  drift_moderate: {
    text: 'need.driftModerate',
    act: 'need.toDrift',
    grave: false,
    path: section('drift'),
  },
  paused: { text: 'need.paused', act: 'need.toRollout', grave: false, path: section('rollout') },
  no_truth: { text: 'need.noTruth', act: 'need.toQuality', grave: false, path: section('quality') },
}
