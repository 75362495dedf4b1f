import { useMutation } from '@tanstack/react-query'

import { api, bodyOf } from '@/api/client'
import { parseServerTiming, type ServerTiming } from '@/api/serverTiming'
import type { Example, PredictAnswer, Prediction, Row } from '@/api/types'

interface Order {
  model: string
  row: Row
  /** The example that the row is, unchanged; so that its truth may be told afterwards. */
  example: Example | null
}

/** An answer with what was asked and how long it took. */
export interface Answered extends Order {
  answer: PredictAnswer
  prediction: Prediction
  roundTripSeconds: number
  timings: ServerTiming[]
}

async function predict(order: Order): Promise<Answered> {
  const started = performance.now()
  const result = await api.POST('/v1/models/{model}/predict', {
    params: { path: { model: order.model } },
    body: { rows: [order.row], source: 'demo' },
  })
  const roundTripSeconds = (performance.now() - started) / 1000
  // The union of the tasks' predictions is told apart by the schema's task, not by its members.
  const answer = bodyOf<PredictAnswer>(result)
  const prediction = answer.predictions[0]
  if (!prediction) throw new Error('The answer holds no prediction')
  const timings = parseServerTiming(result.response.headers.get('server-timing') ?? '')
  return { ...order, answer, prediction, roundTripSeconds, timings }
}

export const usePredict = () => useMutation({ mutationFn: predict })
