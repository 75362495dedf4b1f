/** ONNX Runtime itself: one file of WebAssembly, which the browser keeps. */
import address from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url'

import { connectionProblem, problemFrom } from '@/api/problem'

import { readAll } from './sealed'

/** Of the file, which travels compressed: the size that a browser is told is another. */
export const RUNTIME_BYTES = __RUNTIME_BYTES__

export async function downloadRuntime(
  onBytes: (bytes: number) => void,
  signal: AbortSignal,
): Promise<ArrayBuffer> {
  const response = await fetch(address, { signal }).catch((error: unknown) => {
    throw signal.aborted ? error : connectionProblem(error)
  })
  if (!response.ok) throw await problemFrom(response)
  return readAll(response.body, onBytes)
}
