import { describe, expect, it } from 'vitest'

import vectors from '../../../../../worker/pretrained/file_type/encoding_vectors.json'
import { encodeFile } from './magika'

interface Vector {
  name: string
  parts: { hex: string; repeat: number }[]
  size: number
  tokens: [number, number][]
  large_enough: boolean
}

const cases = vectors as unknown as Vector[]

function bytesOf(hex: string): Uint8Array<ArrayBuffer> {
  const pairs = hex.match(/../g) ?? []
  return Uint8Array.from(pairs.map((pair) => Number.parseInt(pair, 16)))
}

function fileOf({ parts }: Vector): Blob {
  return new Blob(
    parts.flatMap(({ hex, repeat }) => Array.from({ length: repeat }, () => bytesOf(hex))),
  )
}

const expanded = (runs: [number, number][]) =>
  runs.flatMap(([token, count]) => new Array<number>(count).fill(token))

describe('the file-type encoding', () => {
  it('has vectors to be checked against', () => {
    expect(cases.length).toBeGreaterThanOrEqual(7)
  })

  it.each(cases)('agrees with the reference on $name', async (vector) => {
    const file = fileOf(vector)
    expect(file.size).toBe(vector.size)
    const { tokens, largeEnough } = await encodeFile(file)
    expect(tokens).toEqual(expanded(vector.tokens))
    expect(largeEnough).toBe(vector.large_enough)
  })

  it('reads only the two ends of a large file', async () => {
    const read: [number, number][] = []
    const file = {
      size: 10_000_000,
      slice: (start = 0, end = 10_000_000) => {
        read.push([start, end])
        return new Blob([new Uint8Array(end - start).fill(65)])
      },
    }
    await encodeFile(file as unknown as Blob)
    expect(read.reduce((sum, [start, end]) => sum + end - start, 0)).toBe(8192)
  })
})
