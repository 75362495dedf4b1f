/**
 * A drawing as MNIST prepared its digits (LeCun, Cortes and Burges): the ink's bounding box scaled
 * to fit 20×20 with its proportions kept, then placed in 28×28 so that its centre of mass is in
 * the middle. White ink (255) on black (0).
 */
export const SIDE = 28
const BOX = 20
/** Ink fainter than this is the canvas's own noise. */
const INK_THRESHOLD = 8

export interface Grey {
  width: number
  height: number
  /** Ink of each pixel, 0–255, row by row. */
  ink: ArrayLike<number>
}

interface Box {
  left: number
  top: number
  right: number
  bottom: number
}

function inkBox({ width, height, ink }: Grey): Box | null {
  let left = width
  let top = height
  let right = 0
  let bottom = 0
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if ((ink[y * width + x] ?? 0) < INK_THRESHOLD) continue
      left = Math.min(left, x)
      right = Math.max(right, x + 1)
      top = Math.min(top, y)
      bottom = Math.max(bottom, y + 1)
    }
  }
  return right > left ? { left, top, right, bottom } : null
}

/** How much of the source interval [start, end) lies in pixel `index`. */
function overlap(index: number, start: number, end: number): number {
  return Math.max(0, Math.min(index + 1, end) - Math.max(index, start))
}

/** Mean ink of the source rectangle, with pixels on its edge counted by the part inside. */
function meanInk({ width, ink }: Grey, x0: number, y0: number, x1: number, y1: number): number {
  let sum = 0
  for (let y = Math.floor(y0); y < y1; y += 1) {
    for (let x = Math.floor(x0); x < x1; x += 1) {
      sum += (ink[y * width + x] ?? 0) * overlap(x, x0, x1) * overlap(y, y0, y1)
    }
  }
  return sum / ((x1 - x0) * (y1 - y0))
}

function scaledToBox(grey: Grey, box: Box): Grey {
  const boxWidth = box.right - box.left
  const boxHeight = box.bottom - box.top
  const scale = BOX / Math.max(boxWidth, boxHeight)
  const width = Math.max(1, Math.round(boxWidth * scale))
  const height = Math.max(1, Math.round(boxHeight * scale))
  const ink = new Float64Array(width * height)
  const stepX = boxWidth / width
  const stepY = boxHeight / height
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const x0 = box.left + x * stepX
      const y0 = box.top + y * stepY
      ink[y * width + x] = meanInk(grey, x0, y0, x0 + stepX, y0 + stepY)
    }
  }
  return { width, height, ink }
}

function centreOfMass({ width, height, ink }: Grey): { x: number; y: number } {
  let mass = 0
  let momentX = 0
  let momentY = 0
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const value = ink[y * width + x] ?? 0
      mass += value
      momentX += value * (x + 0.5)
      momentY += value * (y + 0.5)
    }
  }
  return { x: momentX / mass, y: momentY / mass }
}

function placed(digit: Grey): number[] {
  const centre = centreOfMass(digit)
  const fit = (offset: number, size: number) => Math.min(Math.max(offset, 0), SIDE - size)
  const left = fit(Math.round(SIDE / 2 - centre.x), digit.width)
  const top = fit(Math.round(SIDE / 2 - centre.y), digit.height)
  const image = new Array<number>(SIDE * SIDE).fill(0)
  for (let y = 0; y < digit.height; y += 1) {
    for (let x = 0; x < digit.width; x += 1) {
      image[(top + y) * SIDE + left + x] = Math.round(digit.ink[y * digit.width + x] ?? 0)
    }
  }
  return image
}

/** The 784 numbers that the model sees, or null where nothing has been drawn. */
export function digitImage(grey: Grey): number[] | null {
  const box = inkBox(grey)
  return box ? placed(scaledToBox(grey, box)) : null
}
