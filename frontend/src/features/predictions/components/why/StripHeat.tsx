import type { Contribution } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'

import { heatOf } from './heat'
import classes from './ImageHeat.module.css'

interface Props {
  length: number
  contributions: Contribution[]
}

const HEIGHT = 44

/** A long tensor as one strip, tinted where it mattered. */
export function StripHeat({ length, contributions }: Props) {
  const { t } = useLocale()
  const { cells, strongest } = heatOf(contributions, length)
  return (
    <figure className={classes.strip}>
      <svg
        viewBox={`0 0 ${String(length)} ${String(HEIGHT)}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t('why.stripLabel')}
      >
        {cells.map((cell) => (
          <rect
            key={cell.left}
            x={cell.left}
            width={cell.width}
            height={HEIGHT}
            fill={cell.contribution < 0 ? 'var(--farol-down)' : 'var(--farol-up)'}
            opacity={Math.abs(cell.contribution) / strongest}
          />
        ))}
      </svg>
      <figcaption className={classes.caption}>{t('why.strip')}</figcaption>
    </figure>
  )
}
