import { useMutation } from '@tanstack/react-query'

import { api, bodyOf } from '@/api/client'
import { parseServerTiming, type ServerTiming } from '@/api/serverTiming'
import type {
  CompareAnswer,
  Example,
  HeldOutAnswer,
  HeldOutRow,
  PredictAnswer,
  Prediction,
  Row,
} from '@/api/types'

import { UNTIL_LOADED } from './loading'

export interface Order {
  model: string
  row: Row
  /** The example that the row is, unchanged; so that its truth may be told afterwards. */
  example: Example | null
  /** The held-out row that the row is, unchanged: its truth comes with the answer. */
  heldOut?: HeldOutRow | null
  /** The version to ask aside; null asks whoever the traffic goes to. */
  version?: number | null
}

/** What became of a held-out row. */
export interface Told {
  truth: number | string
  occurredAt: string | null
  name: string | null
}

/** Who answered. What was asked aside is no prediction, and has no id of one. */
export interface Answerer {
  model: string
  version: number
  variant: string | null
  cached: boolean
  prediction_id: string | null
}

/** An answer with what was asked and how long it took. */
export interface Answered extends Order {
  /** Another for every answer. */
  key: string
  answer: Answerer
  prediction: Prediction
  told: Told | null
  roundTripSeconds: number
  timings: ServerTiming[]
}

type Part = Pick<Answered, 'answer' | 'prediction' | 'told'>
interface Answer {
  part: Part
  response: Response
}

let asked = 0

export async function predict(order: Order): Promise<Answered> {
  const started = performance.now()
  const { part, response } = await ask(order)
  const roundTripSeconds = (performance.now() - started) / 1000
  const timings = parseServerTiming(response.headers.get('server-timing') ?? '')
  asked += 1
  return { ...order, ...part, key: String(asked), roundTripSeconds, timings }
}

function ask(order: Order): Promise<Answer> {
  if (order.heldOut) return askHeldOut(order, order.heldOut)
  return order.version ? askVersion(order, order.version) : askTraffic(order)
}

async function askTraffic({ model, row }: Order): Promise<Answer> {
  const result = await api.POST('/v1/models/{model}/predict', {
    params: { path: { model } },
    body: { rows: [row], source: 'demo' },
  })
  // The union of the tasks' predictions is told apart by the schema's task, not by its members.
  const answer = bodyOf<PredictAnswer>(result)
  const prediction = answer.predictions[0]
  if (!prediction) throw new Error('The answer holds no prediction')
  return { part: { answer, prediction, told: null }, response: result.response }
}

async function askVersion({ model, row }: Order, version: number): Promise<Answer> {
  const result = await api.POST('/v1/models/{model}/compare', {
    params: { path: { model } },
    body: { row, versions: [version] },
  })
  const answer = bodyOf<CompareAnswer>(result).answers[0]
  if (!answer) throw new Error('The answer holds no prediction')
  const part = { answer: aside(model, version), prediction: answer.prediction, told: null }
  return { part, response: result.response }
}

async function askHeldOut({ model }: Order, { version, number }: HeldOutRow): Promise<Answer> {
  const result = await api.POST('/v1/models/{model}/held-out/answer', {
    params: { path: { model } },
    body: { version, number },
  })
  const { prediction, truth, occurred_at, name } = bodyOf<HeldOutAnswer>(result)
  const told = { truth, occurredAt: occurred_at, name }
  return {
    part: { answer: aside(model, version), prediction, told },
    response: result.response,
  }
}

function aside(model: string, version: number): Answerer {
  return { model, version, variant: null, cached: false, prediction_id: null }
}

export const usePredict = () => useMutation({ mutationFn: predict, ...UNTIL_LOADED })
