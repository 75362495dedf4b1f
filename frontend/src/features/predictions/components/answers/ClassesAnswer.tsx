import { useLocale } from '@/lib/i18n/useLocale'

import { labelOf, labelTitle, rankedLabels } from '../../reading'
import { useWords } from '../useWords'
import classes from './answers.module.css'
import type { AnswerProps } from './types'

const SHOWN_LABELS = 5

export function ClassesAnswer({ model, prediction }: AnswerProps) {
  const { t, format } = useLocale()
  const words = useWords(model)
  const label = labelOf(prediction)
  return (
    <div>
      {label !== null && (
        <div className={classes.headline}>
          <span className={classes.figure}>{labelTitle(label, words)}</span>
        </div>
      )}
      <ol className={classes.bars} aria-label={t('answer.ranking')}>
        {rankedLabels(prediction)
          .slice(0, SHOWN_LABELS)
          .map(([name, share], index) => (
            <li key={name} className={classes.bar} data-first={index === 0 || undefined}>
              <span>{labelTitle(name, words)}</span>
              <span className={classes.barTrack} aria-hidden="true">
                <span
                  className={classes.barFill}
                  style={{ width: `${String(share * 100)}%`, display: 'block' }}
                />
              </span>
              <span>{format.chance(share)}</span>
            </li>
          ))}
      </ol>
    </div>
  )
}
