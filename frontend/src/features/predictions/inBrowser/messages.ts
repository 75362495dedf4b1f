/** Between the page and the worker that scores. */
import type { GraphTensor } from './tensors'

export type ToWorker =
  | { kind: 'open'; runtime: ArrayBuffer; graph: ArrayBuffer }
  | { kind: 'score'; inputs: GraphTensor[] }

export type FromWorker =
  | { kind: 'opened' }
  | { kind: 'scored'; outputs: GraphTensor[]; seconds: number }
  | { kind: 'failed'; message: string }
