/** A draft for tests, complete as the API sends it. */
import type { Draft, Job } from '@/api/types'

import { field } from './models'

export function job(part: Partial<Job> = {}): Job {
  return {
    id: 1,
    task: '',
    state: 'succeeded',
    attempt: 1,
    max_attempts: 2,
    progress: 1,
    message: '',
    error: null,
    cancel_requested_at: null,
    created_at: '2026-11-23T12:00:00Z',
    created_by: 'person:ada',
    started_at: '2026-11-23T12:00:01Z',
    finished_at: '2026-11-23T12:00:03Z',
    ...part,
  }
}

/** A classifier of three classes by two numbers, as it was proposed. */
export const draft: Draft = {
  id: 'd1',
  name: '',
  filename: 'wine.onnx',
  size_bytes: 2345,
  state: 'editing',
  version: null,
  created_at: '2026-11-23T12:00:00Z',
  created_by: 'person:ada',
  changed_at: '2026-11-23T12:00:00Z',
  sha256: 'ab'.repeat(32),
  revision: 0,
  document: {
    title: { en: '' },
    summary: { en: '' },
    schema: {
      task: 'multiclass',
      fields: [
        field({ name: 'x_1', kind: 'number', title: { en: 'x_1' } }),
        field({ name: 'x_2', kind: 'number', title: { en: 'x_2' } }),
      ],
      graph_inputs: [{ name: 'x', datatype: 'FP32', fields: ['x_1', 'x_2'] }],
      outputs: [{ name: 'probabilities', datatype: 'FP32', role: 'probabilities', shape: [3] }],
      labels: ['0', '1', '2'],
      threshold: 0.5,
      top_k: 10,
      coverage: null,
      unit: '',
      max_rows: 1000,
    },
    presentation: {
      icon: 'box',
      answer: 'classes',
      sentence: { en: 'Most likely {label}.', 'pt-BR': 'Provavelmente {label}.' },
      groups: [{ title: { en: 'Inputs' }, fields: ['x_1', 'x_2'] }],
      widgets: {},
      label_titles: {},
      slices: {},
    },
    examples: [],
  },
  findings: {
    nodes: 3,
    operators: { 'ai.onnx': 17 },
    inputs: [{ name: 'x', datatype: 'FP32', shape: [2] }],
    outputs: [
      { name: 'label', datatype: 'INT64', shape: [] },
      { name: 'probabilities', datatype: 'FP32', shape: [3] },
    ],
    notes: [],
  },
  faults: ['the model has no title in English'],
  trial: null,
  taken_by: null,
  check_job: job(),
  trial_job: null,
  register_job: null,
}
