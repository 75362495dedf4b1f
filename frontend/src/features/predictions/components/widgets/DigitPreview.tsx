import { useEffect, useRef } from 'react'

import { SIDE } from '../../encoders/digits'

interface Props {
  image: readonly number[] | null
  size: number
  label: string
}

/** 28×28 numbers as pixels, enlarged without smoothing. */
export function DigitPreview({ image, size, label }: Props) {
  const ref = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const context = ref.current?.getContext('2d')
    if (!context) return
    const pixels = context.createImageData(SIDE, SIDE)
    for (let index = 0; index < SIDE * SIDE; index += 1) {
      const ink = image?.[index] ?? 0
      pixels.data.set([ink, ink, ink, 255], index * 4)
    }
    context.putImageData(pixels, 0, 0)
  }, [image])
  return (
    <canvas
      ref={ref}
      width={SIDE}
      height={SIDE}
      role="img"
      aria-label={label}
      style={{ width: size, height: size, imageRendering: 'pixelated', borderRadius: 6 }}
    />
  )
}
