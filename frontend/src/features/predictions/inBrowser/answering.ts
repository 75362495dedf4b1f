/** What the worker does with a message: the only code that loads ONNX Runtime. */
import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm'

import type { FromWorker, ToWorker } from './messages'
import type { GraphTensor } from './tensors'

let session: InferenceSession | undefined

export async function answer(message: ToWorker): Promise<FromWorker> {
  try {
    return message.kind === 'open' ? await open(message) : await score(message.inputs)
  } catch (error) {
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) }
  }
}

async function open({ runtime, graph }: Extract<ToWorker, { kind: 'open' }>): Promise<FromWorker> {
  // More threads would need the whole page to be isolated from other origins.
  env.wasm.numThreads = 1
  env.wasm.wasmBinary = runtime
  session = await InferenceSession.create(new Uint8Array(graph), { executionProviders: ['wasm'] })
  return { kind: 'opened' }
}

async function score(inputs: GraphTensor[]): Promise<FromWorker> {
  if (!session) throw new Error('No graph is open')
  const feeds = Object.fromEntries(
    inputs.map(({ name, type, data, dims }) => [name, new Tensor(type, data as never, dims)]),
  )
  const started = performance.now()
  const results = await session.run(feeds)
  const seconds = (performance.now() - started) / 1000
  const outputs = Object.entries(results).map(
    ([name, { type, data, dims }]) => ({ name, type, data, dims: [...dims] }) as GraphTensor,
  )
  return { kind: 'scored', outputs, seconds }
}
