import { Text, Title } from '@mantine/core'
import type { TFunction } from 'i18next'

import type { Explanation, ModelDetail } from '@/api/types'
import { ErrorState } from '@/components/ui/ErrorState'
import { Loading } from '@/components/ui/Loading'
import { useLocale } from '@/lib/i18n/useLocale'

import { useExplanation } from '../queries/explain'
import type { Answered } from '../queries/predict'
import { labelTitle } from '../reading'
import { useWords } from './useWords'
import { FieldContributions } from './why/FieldContributions'
import { HighlightedText } from './why/HighlightedText'
import { ImageHeat } from './why/ImageHeat'
import { StripHeat } from './why/StripHeat'

interface Props {
  model: ModelDetail
  answered: Answered
}

export function Why({ model, answered }: Props) {
  const { t } = useLocale()
  const explanation = useExplanation(answered)
  return (
    <section aria-label={t('why.title')}>
      <Title order={2} size="h3" mb="xs">
        {t('why.title')}
      </Title>
      {explanation.isPending && <Loading height={140} radius="md" />}
      {explanation.isError && (
        <ErrorState
          error={explanation.error}
          title={t('why.failed')}
          onRetry={() => void explanation.refetch()}
        />
      )}
      {explanation.data && (
        <Reasons model={model} answered={answered} explanation={explanation.data} />
      )}
    </section>
  )
}

function methodText(method: string, t: TFunction): string {
  if (method === 'permutation-shapley') return t('why.byShapley')
  if (method === 'word-occlusion') return t('why.byWords')
  return method === 'patch-occlusion' ? t('why.byPatches') : t('why.otherMethod', { method })
}

interface ReasonsProps extends Props {
  explanation: Explanation
}

/** By what the contributions are of: words of a text, parts of a tensor, or whole fields. */
function Reasons({ model, answered, explanation }: ReasonsProps) {
  const { t } = useLocale()
  const words = useWords(model)
  const label = explanation.label === null ? '' : labelTitle(explanation.label, words)
  const parts = explanation.contributions.filter((item) => typeof item.start === 'number')
  const field = model.schema.fields.find((candidate) => candidate.name === parts[0]?.field)
  const value = field && answered.row[field.name]
  const isText = typeof value === 'string'
  const isTensor = field?.kind === 'tensor'
  const leadFields = label ? t('why.leadLabel', { label }) : t('why.leadValue')
  const leadParts = isText ? t('why.leadWords') : t('why.leadParts', { label })
  return (
    <>
      <Text size="sm" c="dimmed" mb="sm">
        {isText || isTensor ? leadParts : leadFields}
      </Text>
      {isText && <HighlightedText text={value} parts={parts} label={label} />}
      {isTensor && field.shape.length === 2 && (
        <ImageHeat image={value} width={field.shape[1] ?? 1} contributions={parts} />
      )}
      {isTensor && field.shape.length !== 2 && (
        <StripHeat
          length={field.shape.reduce((product, side) => product * side, 1)}
          contributions={parts}
        />
      )}
      {!isText && !isTensor && (
        <FieldContributions model={model} contributions={explanation.contributions} />
      )}
      <Text size="xs" c="dimmed" mt="sm">
        {methodText(explanation.method, t)}
      </Text>
    </>
  )
}
