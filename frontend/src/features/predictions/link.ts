/**
 * A link that holds what a form holds. It is all behind the `#`, which browsers never send: what
 * somebody typed is in no server's log, and in nobody's referrer.
 */
import type { Row } from '@/api/types'

/** What people still can paste into a chat or an e-mail whole. */
export const LONGEST_FRAGMENT = 8_000
const MOST_BYTES = 1_000_000

export interface SharedRow {
  kind: 'row'
  row: Row
  /** Who answered when the link was made. */
  version: number
  /** Whether it is to answer again, whoever the champion is. */
  pinned: boolean
}

/** A real row whose end is not told yet. */
export interface SharedHeldOut {
  kind: 'heldOut'
  version: number
  number: number
}

export type Shared = SharedRow | SharedHeldOut

/** A fragment that began as a link of ours and cannot be read any more. */
export class BrokenLink extends Error {
  constructor() {
    super('The link cannot be read')
    this.name = 'BrokenLink'
  }
}

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
): Promise<Uint8Array<ArrayBuffer>> {
  const body = new Response(bytes).body
  if (!body) return new Uint8Array()
  return new Uint8Array(await new Response(body.pipeThrough(stream)).arrayBuffer())
}

function asText(bytes: Uint8Array): string {
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

function asBytes(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(binary, (character) => character.charCodeAt(0))
}

/** The fragment, without its `#`; null where it would be too long for a link. */
export async function fragmentOf(shared: Shared): Promise<string | null> {
  const parameters = new URLSearchParams({ version: String(shared.version) })
  if (shared.kind === 'heldOut') {
    parameters.set('held-out', String(shared.number))
  } else {
    const plain = new TextEncoder().encode(JSON.stringify(shared.row))
    const packed = await through(plain, new CompressionStream('deflate-raw'))
    if (shared.pinned) parameters.set('pinned', '1')
    parameters.set('row', asText(packed))
  }
  const fragment = parameters.toString()
  return fragment.length > LONGEST_FRAGMENT ? null : fragment
}

function whole(text: string | null, least: number): number {
  const number = Number(text)
  if (text === null || !Number.isSafeInteger(number) || number < least) throw new BrokenLink()
  return number
}

/** What a fragment holds; null where it is none of ours. Throws BrokenLink. */
export async function sharedIn(fragment: string): Promise<Shared | null> {
  const parameters = new URLSearchParams(fragment)
  const packed = parameters.get('row')
  const number = parameters.get('held-out')
  if (packed === null && number === null) return null
  const version = whole(parameters.get('version'), 1)
  if (number !== null) return { kind: 'heldOut', version, number: whole(number, 0) }
  const row = await rowIn(packed ?? '')
  return { kind: 'row', row, version, pinned: parameters.get('pinned') === '1' }
}

async function rowIn(packed: string): Promise<Row> {
  if (packed.length > LONGEST_FRAGMENT) throw new BrokenLink()
  let value: unknown
  try {
    const plain = await through(asBytes(packed), new DecompressionStream('deflate-raw'))
    if (plain.length > MOST_BYTES) throw new BrokenLink()
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(plain))
  } catch {
    // Cut short, or changed by hand: which of the many ways makes no difference to the reader.
    throw new BrokenLink()
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new BrokenLink()
  return value as Row
}
