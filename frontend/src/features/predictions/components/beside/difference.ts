import type { TFunction } from 'i18next'

import type { Prediction } from '@/api/types'

import { labelOf, labelTitle, numberOf, type Words } from '../../reading'

/** How two versions' answers to one row differ, in a sentence; empty for tensors. */
export function difference(
  first: Prediction,
  second: Prediction,
  words: Words,
  t: TFunction,
): string {
  const [one, other] = [labelOf(first), labelOf(second)]
  if (one !== null && other !== null) return labelsText(one, other, [first, second], words, t)
  const [from, to] = [numberOf(first, 'value'), numberOf(second, 'value')]
  if (from === null || to === null) return ''
  const apart = words.format.number(Math.abs(to - from))
  return t('beside.apart', {
    difference: words.schema.unit ? `${apart} ${words.schema.unit}` : apart,
  })
}

function labelsText(
  one: string,
  other: string,
  predictions: [Prediction, Prediction],
  words: Words,
  t: TFunction,
): string {
  const label = labelTitle(one, words)
  if (one !== other) return t('beside.other', { first: label, second: labelTitle(other, words) })
  const [first, second] = predictions.map((prediction) =>
    words.format.chance(numberOf(prediction, 'probability') ?? 0),
  )
  const { task, labels } = words.schema
  // A yes-or-no model's probability is always that of its second label.
  const event = task === 'binary' ? (labels[1] ?? one) : one
  if (event === one) return t('beside.same', { label, first, second })
  return t('beside.sameOf', { label, event: labelTitle(event, words), first, second })
}
