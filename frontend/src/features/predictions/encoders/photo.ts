/** From a picture's pixels to ink on no paper, step by step: grey, square, ink apart from paper. */
import type { Grey } from './digits'

/** Brightness of each pixel, 0–255, row by row. */
export interface Picture {
  width: number
  height: number
  grey: Float64Array
}

/** A square of a picture: its middle as shares of width and height, its side as a share of the
 * shorter of them. */
export interface Square {
  x: number
  y: number
  side: number
}

/** `auto` takes for paper what the edge of the square shows. */
export type Paper = 'auto' | 'bright' | 'dark'

export interface Steps {
  square: Square
  /** Share of the strongest contrast, 0–1, up to which a pixel counts as paper. */
  threshold: number
  paper: Paper
}

/** Right for a digit that fills a photo of a sheet of paper. */
export const FIRST_STEPS: Steps = {
  square: { x: 0.5, y: 0.5, side: 1 },
  threshold: 0.35,
  paper: 'auto',
}

/** Luma of RGBA pixels (ITU-R BT.601), transparent ones on white. */
export function greyOf(pixels: Uint8ClampedArray, width: number, height: number): Picture {
  const grey = new Float64Array(width * height)
  for (let index = 0; index < grey.length; index += 1) {
    const at = index * 4
    const [red = 0, green = 0, blue = 0, alpha = 0] = pixels.subarray(at, at + 4)
    const opacity = alpha / 255
    grey[index] = (0.299 * red + 0.587 * green + 0.114 * blue) * opacity + 255 * (1 - opacity)
  }
  return { width, height, grey }
}

interface Box {
  left: number
  top: number
  side: number
}

/** The square in whole pixels, moved so that it lies inside the picture. */
export function boxOf({ width, height }: { width: number; height: number }, square: Square): Box {
  const side = Math.max(1, Math.round(Math.min(width, height) * square.side))
  const inside = (middle: number, length: number) =>
    Math.min(Math.max(Math.round(middle * length - side / 2), 0), length - side)
  return { left: inside(square.x, width), top: inside(square.y, height), side }
}

export function cropped(picture: Picture, square: Square): Picture {
  const { left, top, side } = boxOf(picture, square)
  const grey = new Float64Array(side * side)
  for (let y = 0; y < side; y += 1) {
    const from = (top + y) * picture.width + left
    grey.set(picture.grey.subarray(from, from + side), y * side)
  }
  return { width: side, height: side, grey }
}

/** Median brightness of the outermost pixels. */
function edgeBrightness({ width, height, grey }: Picture): number {
  const edge: number[] = []
  for (let x = 0; x < width; x += 1) {
    edge.push(grey[x] ?? 0, grey[(height - 1) * width + x] ?? 0)
  }
  for (let y = 0; y < height; y += 1) {
    edge.push(grey[y * width] ?? 0, grey[y * width + width - 1] ?? 0)
  }
  edge.sort((a, b) => a - b)
  return edge[Math.floor(edge.length / 2)] ?? 255
}

/** The brightness that nine tenths of the pixels do not go beyond, from the paper's side. */
function sheetBrightness({ grey }: Picture, isBright: boolean): number {
  const sorted = Float64Array.from(grey).sort()
  const place = isBright ? 0.9 : 0.1
  return sorted[Math.floor((sorted.length - 1) * place)] ?? 255
}

/** Ink is how far a pixel is from the paper; what is close to it counts as none, the strongest as
 * 255. With the paper told, only the other side of it is ink. */
export function inkOf(picture: Picture, { threshold, paper }: Omit<Steps, 'square'>): Grey {
  const isBright = paper === 'bright'
  const brightness = paper === 'auto' ? edgeBrightness(picture) : sheetBrightness(picture, isBright)
  const distance = picture.grey.map((value) => {
    if (paper === 'auto') return Math.abs(value - brightness)
    return Math.max(0, isBright ? brightness - value : value - brightness)
  })
  const strongest = distance.reduce((most, value) => Math.max(most, value), 1)
  const floor = strongest * threshold
  const span = Math.max(strongest - floor, 1)
  const ink = distance.map((value) => Math.min(255, Math.max(0, ((value - floor) / span) * 255)))
  return withoutSpecks({ width: picture.width, height: picture.height, ink })
}

/** Marks of less than this share of the largest one's ink are dirt or shadow, and not the digit. */
const SPECK_SHARE = 0.08
const LEAST_INK = 8

/** Without what is not connected to the digit and small beside it. */
export function withoutSpecks({ width, height, ink }: Grey): Grey {
  const marks = new Int32Array(width * height)
  const masses = [0]
  for (let start = 0; start < marks.length; start += 1) {
    if (marks[start] || (ink[start] ?? 0) < LEAST_INK) continue
    masses.push(flood({ width, height, ink }, marks, start, masses.length))
  }
  const least = masses.reduce((most, mass) => Math.max(most, mass), 0) * SPECK_SHARE
  const kept = new Float64Array(width * height)
  marks.forEach((mark, index) => {
    if (mark && (masses[mark] ?? 0) >= least) kept[index] = ink[index] ?? 0
  })
  return { width, height, ink: kept }
}

/** Gives the number to all that is connected to `start`; returns how much ink that is. */
function flood({ width, height, ink }: Grey, marks: Int32Array, start: number, mark: number) {
  let mass = 0
  const open = [start]
  marks[start] = mark
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    mass += ink[next] ?? 0
    const x = next % width
    const y = (next - x) / width
    for (let dy = -1; dy <= 1; dy += 1) {
      for (let dx = -1; dx <= 1; dx += 1) {
        if (x + dx < 0 || x + dx >= width || y + dy < 0 || y + dy >= height) continue
        const beside = next + dy * width + dx
        if (marks[beside] || (ink[beside] ?? 0) < LEAST_INK) continue
        marks[beside] = mark
        open.push(beside)
      }
    }
  }
  return mass
}
