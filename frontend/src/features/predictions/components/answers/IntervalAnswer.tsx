import { Text } from '@mantine/core'

import { RangeBar } from '@/components/charts/RangeBar'
import { useLocale } from '@/lib/i18n/useLocale'

import { numberOf } from '../../reading'
import classes from './answers.module.css'
import type { AnswerProps } from './types'

export function IntervalAnswer({ model, prediction }: AnswerProps) {
  const { t, format } = useLocale()
  const value = numberOf(prediction, 'value') ?? 0
  const lower = numberOf(prediction, 'lower')
  const upper = numberOf(prediction, 'upper')
  const { unit, coverage } = model.schema
  return (
    <div>
      <div className={classes.headline}>
        <span className={classes.figure}>
          {format.number(value)}
          {unit && <span className={classes.unit}>{unit}</span>}
        </span>
      </div>
      {lower !== null && upper !== null && (
        <>
          <RangeBar value={value} lower={lower} upper={upper} format={format.number} />
          <Text size="xs" c="dimmed">
            {t('answer.interval', {
              lower: format.number(lower),
              upper: format.number(upper),
              coverage: format.percent(coverage ?? 0),
            })}
          </Text>
        </>
      )}
    </div>
  )
}
