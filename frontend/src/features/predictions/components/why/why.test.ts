import { describe, expect, it } from 'vitest'

import { heatOf } from './heat'
import { segmentsOf } from './segments'

describe('a text cut by its contributions', () => {
  it('loses nothing between the parts', () => {
    const segments = segmentsOf('not bad', [{ start: 4, end: 7, contribution: -1 }])
    expect(segments).toEqual([
      { text: 'not ', contribution: null },
      { text: 'bad', contribution: -1 },
    ])
  })

  it('counts positions in code points, as the server does', () => {
    const segments = segmentsOf('😀 ok', [{ start: 2, end: 4, contribution: 1 }])
    expect(segments.at(-1)).toEqual({ text: 'ok', contribution: 1 })
  })

  it('adds up where parts overlap', () => {
    const parts = [
      { start: 0, end: 2, contribution: 1 },
      { start: 1, end: 2, contribution: 2 },
    ]
    expect(segmentsOf('ab', parts).map((part) => part.contribution)).toEqual([1, 3])
  })
})

describe('the heat over an image', () => {
  it('places a part by the flat positions of its first and last element', () => {
    // Rows 2 and 3, columns 4 and 5 of an image that is 28 wide.
    const { cells, strongest } = heatOf([{ start: 60, end: 90, contribution: -0.5 }], 28)
    expect(cells).toEqual([{ top: 2, left: 4, height: 2, width: 2, contribution: -0.5 }])
    expect(strongest).toBe(0.5)
  })

  it('leaves out what changed nothing', () => {
    expect(heatOf([{ start: 0, end: 1, contribution: 0 }], 28).cells).toEqual([])
  })
})
