import { describe, expect, it } from 'vitest'

import { digitImage } from './digits'
import { boxOf, cropped, FIRST_STEPS, greyOf, inkOf, type Picture, withoutSpecks } from './photo'

/** Paper of one brightness with a bar of another, in the middle. */
function bar(paper: number, ink: number, width = 60, height = 40): Picture {
  const grey = new Float64Array(width * height).fill(paper)
  for (let y = 8; y < 32; y += 1) {
    for (let x = 27; x < 33; x += 1) grey[y * width + x] = ink
  }
  return { width, height, grey }
}

const inked = (picture: Picture, paper: 'auto' | 'bright' | 'dark' = 'auto') =>
  Array.from(inkOf(picture, { threshold: 0.35, paper }).ink).filter((ink) => ink > 0).length

describe('a photo', () => {
  it('is grey by the weights of BT.601, and white where there is nothing', () => {
    const pixels = Uint8ClampedArray.from([
      255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 0, 0, 0, 0,
    ])
    const { grey } = greyOf(pixels, 2, 2)
    expect([...grey].map((value) => Math.round(value * 10) / 10)).toEqual([76.2, 149.7, 29.1, 255])
  })

  it('has its square where it was put, and always inside', () => {
    const size = { width: 60, height: 40 }
    expect(boxOf(size, FIRST_STEPS.square)).toEqual({ left: 10, top: 0, side: 40 })
    expect(boxOf(size, { x: 0.5, y: 0.5, side: 0.5 })).toEqual({ left: 20, top: 10, side: 20 })
    expect(boxOf(size, { x: 0, y: 1, side: 0.5 })).toEqual({ left: 0, top: 20, side: 20 })
    const part = cropped(bar(200, 20), { x: 0.5, y: 0.5, side: 0.5 })
    expect([part.width, part.height]).toEqual([20, 20])
    expect([...part.grey].filter((value) => value === 20)).toHaveLength(6 * 20)
  })

  it.each([
    ['dark ink on bright paper', 200, 20],
    ['bright ink on dark paper', 30, 230],
  ])('knows ink from paper: %s', (_name, paper, ink) => {
    const found = inkOf(bar(paper, ink), FIRST_STEPS).ink
    expect(Array.from(found).filter((value) => value === 255)).toHaveLength(6 * 24)
    expect(Array.from(found).filter((value) => value === 0)).toHaveLength(60 * 40 - 6 * 24)
  })

  it('takes what it is told for paper, whatever its edge shows', () => {
    const picture = bar(200, 20)
    // A dark table all around the sheet.
    picture.grey.forEach((_value, index) => {
      const [x, y] = [index % 60, Math.floor(index / 60)]
      if (x < 2 || x > 57 || y < 2 || y > 37) picture.grey[index] = 40
    })
    expect(inked(picture, 'auto')).toBeGreaterThan(1_000)
    expect(inked(cropped(picture, { x: 0.5, y: 0.5, side: 0.9 }), 'bright')).toBe(6 * 24)
    expect(inked(picture, 'dark')).toBeGreaterThan(1_000)
  })

  it('with a higher threshold has less ink', () => {
    const picture = bar(200, 20)
    for (let y = 8; y < 32; y += 1) picture.grey[y * 60 + 33] = 150
    const at = (threshold: number) =>
      Array.from(inkOf(picture, { threshold, paper: 'auto' }).ink).filter((ink) => ink > 0).length
    expect(at(0.1)).toBeGreaterThan(at(0.5))
    expect(at(0.5)).toBe(6 * 24)
  })

  it('loses specks, and keeps a stroke that stands apart', () => {
    const ink = new Float64Array(40 * 40)
    const fill = (left: number, top: number, width: number, height: number) => {
      for (let y = top; y < top + height; y += 1) {
        for (let x = left; x < left + width; x += 1) ink[y * 40 + x] = 255
      }
    }
    fill(15, 10, 4, 25)
    fill(22, 10, 8, 3) // the bar of a five
    fill(1, 1, 2, 2) // dirt
    const kept = withoutSpecks({ width: 40, height: 40, ink }).ink
    expect(Array.from(kept).filter((value) => value > 0)).toHaveLength(4 * 25 + 8 * 3)
    expect(kept[41]).toBe(0)
  })

  it('is 28 by 28 in the end, its ink in the middle', () => {
    const image = digitImage(inkOf(cropped(bar(200, 20), FIRST_STEPS.square), FIRST_STEPS)) ?? []
    expect(image).toHaveLength(784)
    const rows = image.flatMap((value, index) => (value > 0 ? [Math.floor(index / 28)] : []))
    const columns = image.flatMap((value, index) => (value > 0 ? [index % 28] : []))
    expect([Math.min(...rows), Math.max(...rows)]).toEqual([4, 23])
    expect(Math.abs((Math.min(...columns) + Math.max(...columns)) / 2 - 13.5)).toBeLessThan(1)
  })

  it('of nothing but paper has no digit', () => {
    const blank = { width: 20, height: 20, grey: new Float64Array(400).fill(180) }
    expect(digitImage(inkOf(blank, FIRST_STEPS))).toBeNull()
  })
})
