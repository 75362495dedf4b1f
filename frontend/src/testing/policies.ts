/** A policy for tests, with the product's defaults. */
import type { Policy, PolicyDetail } from '@/api/types'

export const policy: Policy = {
  checks: { every_hours: 24, drift_window_days: 7, quality_window_days: 28, min_rows: 500 },
  severity: {
    drift_moderate_share: 0.1,
    drift_serious_share: 0.3,
    quality_moderate_loss: 0.03,
    quality_serious_loss: 0.08,
  },
  retraining: {
    automatic: false,
    schedule_days: null,
    drift_checks: 2,
    on_quality_loss: true,
    new_truth_rows: null,
    new_truth_share: null,
    cooldown_hours: 24,
    budget: 4,
    budget_days: 30,
    holdout_days: 14,
    calibration_days: 0,
    refit: false,
    parameters: {},
    recalibration: {
      allowed: true,
      min_rows: 1000,
      max_auc_loss: 0.02,
      min_calibration_shift: 0.02,
      cooldown_hours: 24,
      schedule_days: null,
      window_days: 28,
      holdout_days: 5,
      refit: true,
    },
  },
  gate: {
    min_rows: 1000,
    margin: 0.01,
    slice_margin: 0.1,
    min_slice_rows: 200,
    max_latency_ratio: 1.5,
    max_size_ratio: 3,
    max_wait_days: 7,
  },
  shadow: {
    demand: 'not_worse',
    min_rows: 1000,
    min_days: 1,
    max_days: 28,
    min_truth_coverage: 0.5,
    max_dropped_share: 0.2,
    approval_days: 14,
  },
  canary: {
    steps: [
      { weight: 0.05, min_rows: 500, min_hours: 24 },
      { weight: 0.25, min_rows: 500, min_hours: 24 },
      { weight: 0.5, min_rows: 500, min_hours: 24 },
    ],
    max_days: 14,
  },
  guardrails: {
    max_error_share: 0.01,
    max_latency_ratio: 2,
    max_score_shift: 0.25,
    max_nan_share: 0,
  },
  probation: { days: 14, min_rows: 1000 },
  approvals: ['canary', 'promotion'],
  takes_back: true,
}

export const policyDetail: PolicyDetail = {
  model: 'flight-delay',
  number: 0,
  policy,
  created_at: null,
  created_by: null,
  reason: null,
  preview: { en: ['Nothing is retrained by itself.'], 'pt-BR': ['Nada é retreinado sozinho.'] },
}
