import { IconCheck, IconFlag, IconX } from '@tabler/icons-react'

import type { ModelDetail } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'

import type { Answered } from '../queries/predict'
import { truthTitle, wasRight } from '../reading'
import classes from './AnswerPanel.module.css'
import { useWords } from './useWords'

/** What really happened, where the row is an example whose truth is known. */
export function Truth({ model, answered }: { model: ModelDetail; answered: Answered }) {
  const { t } = useLocale()
  const words = useWords(model)
  const truth = answered.example?.truth ?? null
  if (truth === null) return null
  const right = wasRight(answered.prediction, truth, model.schema)
  const Icon = right === null ? IconFlag : right ? IconCheck : IconX
  return (
    <div className={classes.truth}>
      <Icon size={18} aria-hidden="true" />
      <span>{t('answer.truth', { truth: truthTitle(truth, words) })}</span>
    </div>
  )
}
