import { NativeSelect, Text, Title } from '@mantine/core'
import { useState } from 'react'

import { ApiProblem } from '@/api/problem'
import type { CompareAnswer, ModelDetail } from '@/api/types'
import { ErrorState } from '@/components/ui/ErrorState'
import { Loading } from '@/components/ui/Loading'
import { useLocale } from '@/lib/i18n/useLocale'

import { useComparison } from '../../queries/compare'
import { isLoading } from '../../queries/loading'
import type { Answered } from '../../queries/predict'
import { AnswerView } from '../AnswerView'
import { useWords } from '../useWords'
import classes from './Beside.module.css'
import { difference } from './difference'

interface Props {
  model: ModelDetail
  answered: Answered
}

/** The same row, as another version answers it. The choice holds from one answer to the next. */
export default function BesidePanel({ model, answered }: Props) {
  const { t } = useLocale()
  const [chosen, setChosen] = useState<number | null>(null)
  const others = model.versions.filter(({ version }) => version !== answered.answer.version)
  const version = others.some((other) => other.version === chosen) ? chosen : null
  const nameOf = (number: number) =>
    number === model.champion
      ? `${t('beside.version', { version: number })} · ${t('beside.champion')}`
      : t('beside.version', { version: number })
  return (
    <section aria-label={t('beside.title')}>
      <div className={classes.head}>
        <Title order={2} size="h3">
          {t('beside.title')}
        </Title>
        <NativeSelect
          size="sm"
          aria-label={t('beside.choose')}
          value={version ?? ''}
          onChange={(event) => {
            setChosen(Number(event.currentTarget.value) || null)
          }}
          data={[
            { value: '', label: t('beside.none') },
            ...others.map((other) => ({
              value: String(other.version),
              label: nameOf(other.version),
            })),
          ]}
        />
      </div>
      {version !== null && <Comparison model={model} answered={answered} version={version} />}
    </section>
  )
}

function Comparison({ model, answered, version }: Props & { version: number }) {
  const { t } = useLocale()
  const comparison = useComparison(answered, version)
  if (comparison.data) {
    return <Both model={model} answered={answered} answers={comparison.data} />
  }
  if (comparison.isError) {
    return (
      <ErrorState
        error={comparison.error}
        title={t('beside.failed')}
        onRetry={() => void comparison.refetch()}
      />
    )
  }
  const waits =
    isLoading(comparison.failureReason) || comparison.failureReason instanceof ApiProblem
  return (
    <div role="status">
      {waits && <Text size="sm">{t('beside.loading', { version })}</Text>}
      <Loading height={120} radius="md" />
    </div>
  )
}

interface BothProps extends Props {
  answers: CompareAnswer['answers']
}

function Both({ model, answered, answers }: BothProps) {
  const { t, format } = useLocale()
  const words = useWords(model)
  const [first, second] = answers
  if (!first || !second) return null
  return (
    <>
      <div className={classes.both}>
        {[first, second].map(({ version, prediction, score_seconds }) => (
          <div key={version} className={classes.one}>
            <Text size="sm" fw={600} mb={8}>
              {t('beside.version', { version })}
              <Text span size="xs" c="dimmed" fw={400}>
                {' · '}
                {format.seconds(score_seconds)}
              </Text>
            </Text>
            <AnswerView model={model} prediction={prediction} />
          </div>
        ))}
      </div>
      <Text size="sm" mt="sm" role="status">
        {difference(first.prediction, second.prediction, words, t)}
      </Text>
      <Text size="xs" c="dimmed" mt={4}>
        {answered.told && `${t('beside.mayHaveSeen', { version: second.version })} `}
        {t('beside.notKept')}
      </Text>
    </>
  )
}
