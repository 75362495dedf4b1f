/** What a prediction holds, by task; anything unexpected reads as null and is shown as plain JSON. */
import type { ModelSchema, Prediction, Presentation } from '@/api/types'
import type { Formatter } from '@/lib/format'
import type { Localised } from '@/lib/localised'

export function numberOf(prediction: Prediction, name: string): number | null {
  const value = prediction[name]
  return typeof value === 'number' ? value : null
}

export function labelOf(prediction: Prediction): string | null {
  return typeof prediction.label === 'string' ? prediction.label : null
}

/** Labels with their probabilities, likeliest first. */
export function rankedLabels(prediction: Prediction): [string, number][] {
  const { probabilities } = prediction
  if (typeof probabilities !== 'object' || probabilities === null) return []
  return Object.entries(probabilities)
    .flatMap(([label, share]): [string, number][] =>
      typeof share === 'number' ? [[label, share]] : [],
    )
    .sort(([, a], [, b]) => b - a)
}

export interface Words {
  schema: ModelSchema
  presentation: Presentation | null
  text: (value: Localised | undefined, fallback?: string) => string
  format: Formatter
}

export function labelTitle(label: string, { presentation, text }: Words): string {
  return text(presentation?.label_titles[label], label)
}

function withUnit(value: number, { schema, format }: Words): string {
  return schema.unit ? `${format.number(value)} ${schema.unit}` : format.number(value)
}

/** The presentation's sentence with the answer's values in its places. */
export function sentenceOf(prediction: Prediction, words: Words): string {
  // Without the unit: the sentence names what is counted itself.
  const numberText = (name: string) => {
    const value = numberOf(prediction, name)
    return value === null ? '' : words.format.number(value)
  }
  const probability = numberOf(prediction, 'probability')
  const label = labelOf(prediction)
  const values: Record<string, string> = {
    probability: probability === null ? '' : words.format.chance(probability),
    label: label === null ? '' : labelTitle(label, words),
    value: numberText('value'),
    lower: numberText('lower'),
    upper: numberText('upper'),
  }
  return words
    .text(words.presentation?.sentence)
    .replaceAll(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place)
}

/** An example's truth in words: a label's title, or a number with its unit. */
export function truthTitle(truth: number | string, words: Words): string {
  if (typeof truth === 'string') return labelTitle(truth, words)
  const { task, labels } = words.schema
  const label = task === 'regression' ? undefined : labels[truth]
  return label === undefined ? withUnit(truth, words) : labelTitle(label, words)
}

/** Whether the answer was right; null for a number, where "right" has no meaning. */
export function wasRight(
  prediction: Prediction,
  truth: number | string,
  schema: ModelSchema,
): boolean | null {
  const label = labelOf(prediction)
  if (label === null) {
    const [lower, upper] = [numberOf(prediction, 'lower'), numberOf(prediction, 'upper')]
    if (typeof truth !== 'number' || lower === null || upper === null) return null
    return lower <= truth && truth <= upper
  }
  return label === (typeof truth === 'number' ? (schema.labels[truth] ?? String(truth)) : truth)
}
