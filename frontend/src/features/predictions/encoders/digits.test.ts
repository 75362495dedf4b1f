import { describe, expect, it } from 'vitest'

import { digitImage, SIDE } from './digits'

function drawing(width: number, height: number, inked: (x: number, y: number) => boolean) {
  const ink = Array.from({ length: width * height }, (_, index) =>
    inked(index % width, Math.floor(index / width)) ? 255 : 0,
  )
  return { width, height, ink }
}

function inkedBox(image: number[]) {
  const at = image.flatMap((ink, index) => (ink > 0 ? [index] : []))
  const columns = at.map((index) => index % SIDE)
  const rows = at.map((index) => Math.floor(index / SIDE))
  return {
    left: Math.min(...columns),
    right: Math.max(...columns),
    top: Math.min(...rows),
    bottom: Math.max(...rows),
  }
}

describe('a drawn digit', () => {
  it('is nothing where nothing was drawn', () => {
    expect(digitImage(drawing(280, 280, () => false))).toBeNull()
  })

  it('fits 20 pixels with its proportions kept, wherever and however large it was drawn', () => {
    const tall = drawing(280, 280, (x, y) => x >= 10 && x < 30 && y >= 100 && y < 200)
    const image = digitImage(tall)
    expect(image).toHaveLength(784)
    expect(inkedBox(image ?? [])).toEqual({ left: 12, right: 15, top: 4, bottom: 23 })
  })

  it('is white ink on black', () => {
    const image = digitImage(drawing(100, 100, (x, y) => x < 50 && y < 50)) ?? []
    expect(Math.max(...image)).toBe(255)
    expect(image[0]).toBe(0)
  })

  it('is placed by its centre of mass, not by its box', () => {
    // A heavy foot and a thin stem: the box's middle is above the centre of mass.
    const image = digitImage(drawing(200, 200, (x, y) => (y >= 150 ? x < 200 : x >= 95 && x < 105)))
    const box = inkedBox(image ?? [])
    expect((box.top + box.bottom) / 2).toBeLessThan(13)
  })
})
