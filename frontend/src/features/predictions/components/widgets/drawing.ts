import type { Grey } from '../../encoders/digits'

export const CANVAS_SIDE = 280
const PEN_WIDTH = 22

export interface Point {
  x: number
  y: number
}

export function clear(canvas: HTMLCanvasElement): void {
  const context = canvas.getContext('2d')
  if (!context) return
  context.fillStyle = '#000'
  context.fillRect(0, 0, canvas.width, canvas.height)
}

export function stroke(canvas: HTMLCanvasElement, from: Point, to: Point): void {
  const context = canvas.getContext('2d')
  if (!context) return
  context.strokeStyle = '#fff'
  context.lineWidth = PEN_WIDTH
  context.lineCap = 'round'
  context.lineJoin = 'round'
  context.beginPath()
  context.moveTo(from.x, from.y)
  context.lineTo(to.x, to.y)
  context.stroke()
}

/** The drawing's ink: the canvas is black with white strokes, so red alone says it. */
export function drawnInk(canvas: HTMLCanvasElement): Grey | null {
  const context = canvas.getContext('2d')
  if (!context) return null
  const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height)
  const ink = new Uint8ClampedArray(width * height)
  for (let index = 0; index < ink.length; index += 1) ink[index] = data[index * 4] ?? 0
  return { width, height, ink }
}

export function showImage(canvas: HTMLCanvasElement, image: readonly number[], side: number): void {
  const context = canvas.getContext('2d')
  if (!context) return
  const small = new OffscreenCanvas(side, side)
  const smallContext = small.getContext('2d')
  if (!smallContext) return
  const pixels = smallContext.createImageData(side, side)
  image.forEach((ink, index) => {
    pixels.data.set([ink, ink, ink, 255], index * 4)
  })
  smallContext.putImageData(pixels, 0, 0)
  context.imageSmoothingEnabled = true
  context.drawImage(small, 0, 0, canvas.width, canvas.height)
}
