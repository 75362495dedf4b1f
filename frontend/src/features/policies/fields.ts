import type { NumberPath, SwitchPath } from './values'

/** How a number is written; a percentage is a share of 0–1 in the policy. */
export type Unit = 'days' | 'hours' | 'rows' | 'percent' | 'ratio' | 'plain'

interface NumberSetting {
  kind: 'number'
  path: NumberPath
  unit: Unit
  /** May be off, which is null. */
  optional?: true
  /** Only whole numbers. */
  whole?: true
}

interface SwitchSetting {
  kind: 'switch'
  path: SwitchPath
}

export type Setting = NumberSetting | SwitchSetting

const days = (path: NumberPath) => ({ kind: 'number', path, unit: 'days' }) as const
const hours = (path: NumberPath) => ({ kind: 'number', path, unit: 'hours' }) as const
const rows = (path: NumberPath) => ({ kind: 'number', path, unit: 'rows', whole: true }) as const
const percent = (path: NumberPath) => ({ kind: 'number', path, unit: 'percent' }) as const
const ratio = (path: NumberPath) => ({ kind: 'number', path, unit: 'ratio' }) as const
const plain = (path: NumberPath) => ({ kind: 'number', path, unit: 'plain' }) as const
const on = (path: SwitchPath) => ({ kind: 'switch', path }) as const

/** The settings of a policy, in the order in which they matter to a model's life. */
export const GROUPS: readonly { name: GroupName; settings: readonly Setting[] }[] = [
  {
    name: 'checks',
    settings: [
      hours('checks.every_hours'),
      rows('checks.min_rows'),
      days('checks.drift_window_days'),
      days('checks.quality_window_days'),
    ],
  },
  {
    name: 'severity',
    settings: [
      percent('severity.drift_moderate_share'),
      percent('severity.drift_serious_share'),
      percent('severity.quality_moderate_loss'),
      percent('severity.quality_serious_loss'),
    ],
  },
  {
    name: 'retraining',
    settings: [
      on('retraining.automatic'),
      on('retraining.on_quality_loss'),
      { ...plain('retraining.drift_checks'), optional: true, whole: true },
      { ...days('retraining.schedule_days'), optional: true },
      { ...rows('retraining.new_truth_rows'), optional: true },
      { ...percent('retraining.new_truth_share'), optional: true },
      hours('retraining.cooldown_hours'),
      { ...plain('retraining.budget'), whole: true },
      days('retraining.budget_days'),
      { ...days('retraining.holdout_days'), whole: true },
      { ...days('retraining.calibration_days'), whole: true },
      on('retraining.refit'),
    ],
  },
  {
    name: 'recalibration',
    settings: [
      on('retraining.recalibration.allowed'),
      rows('retraining.recalibration.min_rows'),
      plain('retraining.recalibration.max_auc_loss'),
      percent('retraining.recalibration.min_calibration_shift'),
      hours('retraining.recalibration.cooldown_hours'),
      { ...days('retraining.recalibration.schedule_days'), optional: true },
      { ...days('retraining.recalibration.window_days'), whole: true },
      { ...days('retraining.recalibration.holdout_days'), whole: true },
      on('retraining.recalibration.refit'),
    ],
  },
  {
    name: 'gate',
    settings: [
      rows('gate.min_rows'),
      percent('gate.margin'),
      rows('gate.min_slice_rows'),
      percent('gate.slice_margin'),
      ratio('gate.max_latency_ratio'),
      ratio('gate.max_size_ratio'),
      days('gate.max_wait_days'),
    ],
  },
  {
    name: 'shadow',
    settings: [
      rows('shadow.min_rows'),
      percent('shadow.min_truth_coverage'),
      days('shadow.min_days'),
      days('shadow.max_days'),
      percent('shadow.max_dropped_share'),
      days('shadow.approval_days'),
    ],
  },
  { name: 'canary', settings: [days('canary.max_days')] },
  {
    name: 'guardrails',
    settings: [
      percent('guardrails.max_error_share'),
      ratio('guardrails.max_latency_ratio'),
      plain('guardrails.max_score_shift'),
      percent('guardrails.max_nan_share'),
    ],
  },
  {
    name: 'probation',
    settings: [days('probation.days'), rows('probation.min_rows'), on('takes_back')],
  },
]

export type GroupName =
  | 'checks'
  | 'severity'
  | 'retraining'
  | 'recalibration'
  | 'gate'
  | 'shadow'
  | 'canary'
  | 'guardrails'
  | 'probation'
