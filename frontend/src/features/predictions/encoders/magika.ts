/**
 * The file-type model's input: the first and the last bytes of a file as tokens. Only these two
 * slices are read, so that a file of any size costs the same and its middle never leaves the disk.
 */
const SLICE_BYTES = 4096
const TOKENS_A_SIDE = 1024
const PADDING = 256
/** With padding here already, there is too little to judge by. */
const LAST_NEEDED_TOKEN = 7
/** Space, tab, line feed, carriage return, vertical tab, form feed. */
const WHITE_SPACE = new Set([0x20, 0x09, 0x0a, 0x0d, 0x0b, 0x0c])

export interface FileTokens {
  tokens: number[]
  /** False for a file that holds too little to judge by. */
  largeEnough: boolean
}

function isInk(byte: number): boolean {
  return !WHITE_SPACE.has(byte)
}

function padding(count: number): number[] {
  return new Array<number>(count).fill(PADDING)
}

function beginning(bytes: Uint8Array): number[] {
  const first = bytes.findIndex(isInk)
  const kept = first === -1 ? [] : [...bytes.slice(first, first + TOKENS_A_SIDE)]
  return [...kept, ...padding(TOKENS_A_SIDE - kept.length)]
}

function end(bytes: Uint8Array): number[] {
  const last = bytes.findLastIndex(isInk)
  const kept = [...bytes.slice(Math.max(0, last + 1 - TOKENS_A_SIDE), last + 1)]
  return [...padding(TOKENS_A_SIDE - kept.length), ...kept]
}

async function bytesOf(slice: Blob): Promise<Uint8Array> {
  return new Uint8Array(await slice.arrayBuffer())
}

export async function encodeFile(file: Blob): Promise<FileTokens> {
  const head = beginning(await bytesOf(file.slice(0, SLICE_BYTES)))
  const tail = end(await bytesOf(file.slice(Math.max(0, file.size - SLICE_BYTES))))
  return { tokens: [...head, ...tail], largeEnough: head[LAST_NEEDED_TOKEN] !== PADDING }
}
