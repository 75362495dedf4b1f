import { serverSeconds } from '@/api/serverTiming'
import { useLocale } from '@/lib/i18n/useLocale'

import type { Answered } from '../queries/predict'
import classes from './AnswerPanel.module.css'

/** Who answered, how fast, and the prediction's name. */
export function AnswerFacts({ answered }: { answered: Answered }) {
  const { t, format } = useLocale()
  const { answer, roundTripSeconds, timings } = answered
  const inServer = serverSeconds(timings)
  return (
    <dl className={classes.facts}>
      <dt>{t('facts.version')}</dt>
      <dd>
        {t('model.versionNumber', { version: answer.version })}
        {answer.variant !== null && ` · ${answer.variant}`}
        {answer.cached && ` · ${t('facts.cached')}`}
      </dd>
      <dt>{t('facts.time')}</dt>
      <dd>
        {inServer !== null && `${t('facts.inServer', { time: format.seconds(inServer) })} · `}
        {t('facts.roundTrip', { time: format.seconds(roundTripSeconds) })}
      </dd>
      <dt>{t('facts.id')}</dt>
      {answer.prediction_id === null ? (
        <dd>{t('facts.aside')}</dd>
      ) : (
        <dd className="mono">{answer.prediction_id}</dd>
      )}
    </dl>
  )
}
