import { Text } from '@mantine/core'

import { ProbabilityBar } from '@/components/charts/ProbabilityBar'
import { useLocale } from '@/lib/i18n/useLocale'

import { labelOf, labelTitle, numberOf } from '../../reading'
import { useWords } from '../useWords'
import classes from './answers.module.css'
import type { AnswerProps } from './types'

export function ProbabilityAnswer({ model, prediction }: AnswerProps) {
  const { t, format } = useLocale()
  const words = useWords(model)
  const probability = numberOf(prediction, 'probability') ?? 0
  const label = labelOf(prediction)
  const { threshold, labels } = model.schema
  const event = labelTitle(labels[1] ?? '', words)
  return (
    <div>
      <div className={classes.headline}>
        <span className={classes.figure}>{format.chance(probability)}</span>
        <span className={classes.label}>{event}</span>
      </div>
      <ProbabilityBar
        share={probability}
        threshold={threshold}
        tone={probability >= threshold ? 'up' : 'down'}
      />
      {label !== null && (
        <Text size="xs" c="dimmed" mt={8}>
          {t('answer.decision', {
            label: labelTitle(label, words),
            event,
            threshold: format.percent(threshold),
          })}
        </Text>
      )}
    </div>
  )
}
