import { greyOf, type Picture } from '../../../encoders/photo'

/** A photo's pixels are far more than 28 by 28 need; with these it is worked on while one watches. */
const LONGEST_SIDE = 480

/** A picture file, or what a camera shows now, in grey. Throws where it is no picture. */
export async function pictureOf(source: Blob | HTMLVideoElement): Promise<Picture> {
  const bitmap = await createImageBitmap(source)
  const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height))
  const width = Math.max(1, Math.round(bitmap.width * scale))
  const height = Math.max(1, Math.round(bitmap.height * scale))
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('The browser draws no pictures')
  context.imageSmoothingQuality = 'high'
  context.drawImage(bitmap, 0, 0, width, height)
  bitmap.close()
  return greyOf(context.getImageData(0, 0, width, height).data, width, height)
}

/** Grey values 0–255 as an opaque image of their size. */
export function paint(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
  values: ArrayLike<number>,
): void {
  canvas.width = width
  canvas.height = height
  const context = canvas.getContext('2d')
  if (!context) return
  const pixels = context.createImageData(width, height)
  for (let index = 0; index < width * height; index += 1) {
    const value = values[index] ?? 0
    pixels.data.set([value, value, value, 255], index * 4)
  }
  context.putImageData(pixels, 0, 0)
}

/** The first picture among what was dropped or pasted. */
export function pictureIn(data: DataTransfer | null): File | null {
  return [...(data?.files ?? [])].find((file) => file.type.startsWith('image/')) ?? null
}
