import { Skeleton, Text } from '@mantine/core'
import { lazy, Suspense, useEffect, useRef } from 'react'

import type { ModelDetail } from '@/api/types'
import { ErrorState } from '@/components/ui/ErrorState'
import { LighthouseMark } from '@/components/ui/LighthouseMark'
import { useLocale } from '@/lib/i18n/useLocale'

import type { Answered } from '../queries/predict'
import { sentenceOf } from '../reading'
import classes from './AnswerPanel.module.css'
import { AnswerFacts } from './AnswerFacts'
import { AnswerView } from './AnswerView'
import { Feedback } from './Feedback'
import { Told } from './surprise/Told'
import type { Surprise } from './surprise/useSurprise'
import { Truth } from './Truth'
import type { TryIt } from './useTryIt'
import { useWords } from './useWords'
import { Why } from './Why'

const BesidePanel = lazy(() => import('./beside/BesidePanel'))

/** The width from which form and answer stand side by side; also in TryPanel.module.css. */
const SIDE_BY_SIDE = '(min-width: 62em)'

interface Props {
  model: ModelDetail
  tryIt: TryIt
  surprise: Surprise
}

export function AnswerPanel({ model, tryIt, surprise }: Props) {
  const { t } = useLocale()
  const { answered } = tryIt
  const { error, isPending } = tryIt.prediction
  const panel = useRef<HTMLElement>(null)
  // Under a long form the answer would come unseen.
  useEffect(() => {
    if (!answered || tryIt.live || window.matchMedia(SIDE_BY_SIDE).matches) return
    panel.current?.scrollIntoView({ block: 'start', behavior: 'smooth' })
  }, [answered, tryIt.live])
  return (
    <section
      ref={panel}
      className={classes.panel}
      aria-label={t('answer.title')}
      aria-busy={isPending}
    >
      {error && <ErrorState error={error} title={t('answer.failed')} onRetry={tryIt.submit} />}
      {!error && !answered && (isPending ? <AnswerSkeleton /> : <AnswerEmpty />)}
      {!error && answered && (
        <AnswerContent
          model={model}
          answered={answered}
          surprise={surprise}
          stale={tryIt.stale && !tryIt.live && !isPending}
        />
      )}
    </section>
  )
}

function AnswerSkeleton() {
  const { t } = useLocale()
  return (
    <div role="status" aria-label={t('state.loading')}>
      <Skeleton height={48} width="45%" mb="md" />
      <Skeleton height={14} mb="lg" />
      <Skeleton height={120} />
    </div>
  )
}

function AnswerEmpty() {
  const { t } = useLocale()
  return (
    <div className={classes.empty}>
      <LighthouseMark size={40} />
      <Text size="sm" c="dimmed" maw={280}>
        {t('answer.empty')}
      </Text>
    </div>
  )
}

interface ContentProps {
  model: ModelDetail
  answered: Answered
  surprise: Surprise
  stale: boolean
}

function AnswerContent({ model, answered, surprise, stale }: ContentProps) {
  const { t } = useLocale()
  const words = useWords(model)
  const sentence = sentenceOf(answered.prediction, words)
  const { prediction_id } = answered.answer
  const mayCompare = model.versions.some(({ version }) => version !== answered.answer.version)
  return (
    <>
      <div>
        {stale && <p className={classes.stale}>{t('answer.stale')}</p>}
        <AnswerView model={model} prediction={answered.prediction} />
        {sentence && (
          <Text mt="md" role="status">
            {sentence}
          </Text>
        )}
        <Truth model={model} answered={answered} />
        <Told model={model} answered={answered} surprise={surprise} />
      </div>
      <Why model={model} answered={answered} />
      {mayCompare && (
        <Suspense fallback={<Skeleton height={44} />}>
          <BesidePanel model={model} answered={answered} />
        </Suspense>
      )}
      {prediction_id !== null && <Feedback key={prediction_id} predictionId={prediction_id} />}
      <AnswerFacts answered={answered} />
    </>
  )
}
