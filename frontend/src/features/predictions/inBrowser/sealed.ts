/** A version's sealed files: downloaded from the server, and compared with what they should be. */
import { api, bodyOf } from '@/api/client'

import type { SealedSchema } from './tensors'

export interface Version {
  model: string
  version: number
  /** SHA-256 of the manifest, which has that of every other file. */
  digest: string
}

export interface Sealed {
  schema: SealedSchema
  graph: ArrayBuffer
  graphSha256: string
  /** False where the browser computes no SHA-256: pages that came neither by HTTPS nor from itself. */
  verified: boolean
}

/** Something else came than what was sealed. */
export class NotTheSealedFile extends Error {
  readonly file: string

  constructor(file: string) {
    super(`${file} is not the sealed one`)
    this.file = file
  }
}

interface Manifest {
  files: Partial<Record<string, { sha256: string; size_bytes: number }>>
}

type FileName = 'manifest.json' | 'schema.json' | 'model.onnx'
type OnBytes = (bytes: number) => void

export async function downloadSealed(
  version: Version,
  onBytes: OnBytes,
  signal: AbortSignal,
): Promise<Sealed> {
  const file = async (name: FileName, sha256: string, count?: OnBytes) => {
    const content = await download(version, name, sha256, signal, count)
    if (canVerify() && (await sha256Of(content)) !== sha256) throw new NotTheSealedFile(name)
    return content
  }
  const manifest = parsed(await file('manifest.json', version.digest)) as Manifest
  const sealed = (name: FileName) => manifest.files[name]?.sha256 ?? ''
  const schema = parsed(await file('schema.json', sealed('schema.json'))) as SealedSchema
  const graphSha256 = sealed('model.onnx')
  const graph = await file('model.onnx', graphSha256, onBytes)
  return { schema, graph, graphSha256, verified: canVerify() }
}

async function download(
  { model, version }: Version,
  file: FileName,
  sha256: string,
  signal: AbortSignal,
  onBytes: OnBytes = () => undefined,
): Promise<ArrayBuffer> {
  const result = await api.GET('/v1/models/{model}/versions/{version}/files/{file}', {
    params: { path: { model, version, file }, query: { sha256 } },
    parseAs: 'stream',
    signal,
  })
  return readAll(bodyOf<ReadableStream<Uint8Array> | null>(result), onBytes)
}

/** The whole stream, telling how many bytes of it have come. */
export async function readAll(
  stream: ReadableStream<Uint8Array> | null,
  onBytes: OnBytes,
): Promise<ArrayBuffer> {
  const reader = stream?.getReader()
  const chunks: Uint8Array[] = []
  let bytes = 0
  for (;;) {
    const part = await reader?.read()
    if (!part || part.done) break
    chunks.push(part.value)
    bytes += part.value.byteLength
    onBytes(bytes)
  }
  const whole = new Uint8Array(bytes)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.byteLength
  }
  return whole.buffer
}

function parsed(content: ArrayBuffer): unknown {
  return JSON.parse(new TextDecoder().decode(content))
}

/** Only what browsers call a secure context has it, whatever the types say. */
function canVerify(): boolean {
  return (globalThis.crypto as Crypto | undefined)?.subtle !== undefined
}

async function sha256Of(content: ArrayBuffer): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', content)
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
