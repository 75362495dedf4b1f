import type { Prediction, Row } from '@/api/types'

import type { FromWorker, ToWorker } from './messages'
import type { Sealed } from './sealed'
import { predictionOf, tensorsOf } from './tensors'

export interface Scored {
  prediction: Prediction
  /** Inside the graph. */
  scoringSeconds: number
  /** From the page to the worker and back. */
  totalSeconds: number
}

export interface Scorer {
  score: (row: Row) => Promise<Scored>
  close: () => void
}

/** A worker that has the graph open; its first run, which prepares it, is over. */
export async function openScorer(
  sealed: Sealed,
  runtime: ArrayBuffer,
  warmUp: Row | null,
): Promise<Scorer> {
  const worker = new Worker(new URL('./scoring.worker.ts', import.meta.url), { type: 'module' })
  const ask = inTurn(worker)
  const score = async (row: Row): Promise<Scored> => {
    const started = performance.now()
    const reply = await ask({ kind: 'score', inputs: tensorsOf(sealed.schema, row) })
    const totalSeconds = (performance.now() - started) / 1000
    if (reply.kind !== 'scored') throw new Error('The worker gave no answer')
    const prediction = predictionOf(sealed.schema, reply.outputs)
    return { prediction, scoringSeconds: reply.seconds, totalSeconds }
  }
  const close = () => {
    worker.terminate()
  }
  try {
    await ask({ kind: 'open', runtime, graph: sealed.graph })
    if (warmUp) await score(warmUp)
  } catch (error) {
    close()
    throw error
  }
  return { score, close }
}

/** One message at a time: each answer belongs to the question before it. */
function inTurn(worker: Worker): (message: ToWorker) => Promise<FromWorker> {
  let last: Promise<unknown> = Promise.resolve()
  const send = (message: ToWorker) =>
    new Promise<FromWorker>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
        if (data.kind === 'failed') reject(new Error(data.message))
        else resolve(data)
      }
      worker.onerror = (event) => {
        reject(new Error(event.message || 'The worker could not be started'))
      }
      worker.postMessage(message)
    })
  return (message) => {
    const answer = last.then(() => send(message))
    last = answer.catch(() => undefined)
    return answer
  }
}
