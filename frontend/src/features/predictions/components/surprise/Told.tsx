import { Button } from '@mantine/core'
import { IconCheck, IconDice5, IconFlag, IconX } from '@tabler/icons-react'

import type { ModelDetail } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'

import type { Answered, Told as Ending } from '../../queries/predict'
import { labelTitle, truthTitle, wasRight } from '../../reading'
import { useWords } from '../useWords'
import classes from './Surprise.module.css'
import type { Surprise } from './useSurprise'

interface Props {
  model: ModelDetail
  answered: Answered
  surprise: Surprise
}

/** What really happened to a held-out row, who was right, and the visit's score. */
export function Told({ model, answered, surprise }: Props) {
  const { t, format } = useLocale()
  const words = useWords(model)
  const { told } = answered
  if (!told) return null
  const right = wasRight(answered.prediction, told.truth, model.schema)
  const Icon = right === null ? IconFlag : right ? IconCheck : IconX
  const { visit } = surprise
  const numbers = ({ right, asked }: { right: number; asked: number }) => ({
    right: format.integer(right),
    asked: format.integer(asked),
  })
  return (
    <div className={classes.told} role="status">
      <span className={classes.truth}>
        <Icon size={20} aria-hidden="true" />
        {t('surprise.truth', { truth: truthTitle(told.truth, words) })}
      </span>
      <span>
        <Verdict model={model} right={right} /> <Circumstances told={told} />
      </span>
      {surprise.guess !== null && (
        <span>
          {t(surprise.guess === told.truth ? 'surprise.youRight' : 'surprise.youWrong', {
            guess: labelTitle(surprise.guess, words),
          })}
        </span>
      )}
      <div className={classes.score}>
        <span>
          {visit.model.asked > 0 && t('surprise.score', numbers(visit.model))}{' '}
          {visit.visitor.asked > 0 && t('surprise.yourScore', numbers(visit.visitor))}
        </span>
        <Button
          size="compact-sm"
          h={30}
          variant="default"
          leftSection={<IconDice5 size={17} stroke={1.7} />}
          onClick={surprise.draw}
          loading={surprise.drawing.isPending}
        >
          {t('surprise.another')}
        </Button>
      </div>
    </div>
  )
}

function Verdict({ model, right }: { model: ModelDetail; right: boolean | null }) {
  const { t } = useLocale()
  if (right === null) return null
  if (model.schema.task === 'regression') return t(right ? 'surprise.inside' : 'surprise.outside')
  return t(right ? 'surprise.modelRight' : 'surprise.modelWrong')
}

function Circumstances({ told }: { told: Ending }) {
  const { t, format } = useLocale()
  return (
    <>
      {told.occurredAt && t('surprise.when', { date: format.dateTime(told.occurredAt) })}{' '}
      {told.name && <span className="mono">{t('surprise.named', { name: told.name })}</span>}
    </>
  )
}
