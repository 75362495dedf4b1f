import { digitImage, type Grey, inkOfPixels } from '../../encoders/digits'

export const CANVAS_SIDE = 280
const PEN_WIDTH = 22
/** An uploaded picture is judged at this size at most; a photo's pixels are far more than needed. */
const PICTURE_SIDE = 400

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

/** The 784 numbers of a picture file, whatever its paper's and ink's colours. */
export async function imageOfPicture(file: Blob): Promise<number[] | null> {
  const bitmap = await createImageBitmap(file)
  const scale = Math.min(1, PICTURE_SIDE / Math.max(bitmap.width, bitmap.height))
  const width = Math.max(1, Math.round(bitmap.width * scale))
  const height = Math.max(1, Math.round(bitmap.height * scale))
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d')
  if (!context) return null
  context.drawImage(bitmap, 0, 0, width, height)
  bitmap.close()
  return digitImage(inkOfPixels(context.getImageData(0, 0, width, height).data, width, height))
}
