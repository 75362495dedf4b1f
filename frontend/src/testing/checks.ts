/** What a check found, for tests: one feature has drifted, and quality was lost. */
import type { Check, CheckDetail, FeatureDrift, QualityOverTime } from '@/api/types'

export const check: Check = {
  id: 5,
  model: 'flight-delay',
  version: 2,
  at: '2013-07-01T00:00:00Z',
  made_at: '2026-11-23T05:00:00Z',
  policy_number: 1,
  drift_start: '2013-06-24T00:00:00Z',
  drift_severity: 'serious',
  drift_reason: '2 of 3 features have drifted',
  quality_start: '2013-06-03T00:00:00Z',
  quality_severity: 'moderate',
  quality_reason: 'loss 5 % above the one at promotion',
  repair: 'retrain',
  reason: 'drift was serious in 2 checks running',
  waits_until: null,
  training_run_id: 7,
}

const wind: FeatureDrift = {
  name: 'wind',
  severity: 'serious',
  flagged: true,
  reason: 'PSI 0.31 where chance stays under 0.02',
  rows: 9000,
  known_rows: 8900,
  mean_shift: 0.8,
  adjusted_exceedance: 0.0001,
  effects: [{ name: 'psi', value: 0.31, floor: 0.02, exceedance: 0.0001 }],
  histogram: {
    bars: [
      { label: null, start: null, end: 5, reference_share: 0.6, window_share: 0.3 },
      { label: null, start: 5, end: 10, reference_share: 0.3, window_share: 0.3 },
      { label: null, start: 10, end: null, reference_share: 0.1, window_share: 0.4 },
    ],
    reference_rows: 20_000,
    window_rows: 9000,
    reference_missing_share: 0,
    window_missing_share: 0.011,
  },
}

const figures = [
  { name: 'brier', value: 0.19, lower: 0.18, upper: 0.2, rows: 4000 },
  { name: 'auc', value: 0.7, lower: 0.68, upper: 0.72, rows: 4000 },
]

export const checkDetail: CheckDetail = {
  ...check,
  replay: null,
  inputs: {
    rows: 9000,
    severity: 'serious',
    reason: '2 of 3 features have drifted',
    features: [
      wind,
      {
        ...wind,
        name: 'carrier',
        severity: 'none',
        flagged: false,
        reason: 'nothing above chance',
        histogram: null,
      },
    ],
    joint: { effect: 0.1, floor: 0.2, severity: 'none', reason: 'together they look as before' },
  },
  outputs: null,
  quality: {
    window: {
      rows: 12_000,
      truths: 4000,
      truth_coverage: 0.333,
      figures,
      slices: [
        {
          column: 'carrier',
          value: 'EV',
          figure: { name: 'brier', value: 0.25, lower: 0.22, upper: 0.28, rows: 700 },
          worse: true,
        },
      ],
      labels: [],
    },
    promise: { loss: 0.17, auc: 0.73 },
    expected: [{ name: 'auc', value: 0.71, lower: 0.7, upper: 0.72 }],
    expected_because: ['the probabilities are calibrated'],
    concept_drift: true,
    concept_drift_reason: 'the error has risen since 2013-06-20',
  },
}

const period = (start: string, end: string, versions: number[]) => ({ start, end, versions })
const quality = (rows: number, truths: number) => ({
  rows,
  truths,
  truth_coverage: truths / rows,
  slices: [],
  labels: [],
})

export const qualityOverTime: QualityOverTime = {
  model: 'flight-delay',
  replay: null,
  task: 'binary',
  headline: 'brier',
  promised: 0.157,
  interval: 'week',
  periods: [
    {
      ...period('2013-06-03', '2013-06-10', [1]),
      quality: {
        ...quality(1000, 900),
        figures: [
          { name: 'auc', value: 0.72, lower: 0.7, upper: 0.74, rows: 900 },
          { name: 'brier', value: 0.15, lower: 0.14, upper: 0.16, rows: 900 },
        ],
      },
    },
    {
      ...period('2013-06-10', '2013-06-17', [1, 2]),
      quality: {
        ...quality(1000, 500),
        figures: [{ name: 'brier', value: 0.19, lower: null, upper: null, rows: 500 }],
      },
    },
    {
      ...period('2013-06-17', '2013-06-24', [2]),
      quality: { ...quality(1000, 100), figures: [] },
    },
  ],
}
