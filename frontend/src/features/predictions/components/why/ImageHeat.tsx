import type { Contribution } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'

import { heatOf } from './heat'
import classes from './ImageHeat.module.css'

interface Props {
  image: unknown
  width: number
  contributions: Contribution[]
}

const UNIT = 10

/** The image in grey under tinted cells: warm where the ink spoke for the answer, cool against. */
export function ImageHeat({ image, width, contributions }: Props) {
  const { t } = useLocale()
  const pixels = Array.isArray(image) ? (image as (number | number[])[]).flat() : []
  const { cells, strongest } = heatOf(contributions, width)
  const height = Math.ceil(pixels.length / width)
  return (
    <figure className={classes.figure}>
      <svg
        viewBox={`0 0 ${String(width * UNIT)} ${String(height * UNIT)}`}
        className={classes.image}
        role="img"
        aria-label={t('why.heatLabel')}
      >
        <rect width="100%" height="100%" fill="#000" />
        {pixels.map((ink, index) =>
          ink > 0 ? (
            <rect
              key={index}
              x={(index % width) * UNIT}
              y={Math.floor(index / width) * UNIT}
              width={UNIT}
              height={UNIT}
              fill="#fff"
              opacity={(ink / 255) * 0.75}
            />
          ) : null,
        )}
        {cells.map((cell) => (
          <rect
            key={`${String(cell.top)},${String(cell.left)}`}
            x={cell.left * UNIT}
            y={cell.top * UNIT}
            width={cell.width * UNIT}
            height={cell.height * UNIT}
            fill={cell.contribution < 0 ? '#4aaab0' : '#e1744e'}
            opacity={(Math.abs(cell.contribution) / strongest) * 0.8}
          />
        ))}
      </svg>
      <figcaption className={classes.caption}>{t('why.heat')}</figcaption>
    </figure>
  )
}
