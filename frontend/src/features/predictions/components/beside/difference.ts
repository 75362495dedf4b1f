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
  const labels = [labelOf(first), labelOf(second)]
  const [one, other] = labels
  if (one != null && other != null) {
    if (one !== other) {
      return t('beside.other', {
        first: labelTitle(one, words),
        second: labelTitle(other, words),
      })
    }
    const chance = (prediction: Prediction) =>
      words.format.chance(numberOf(prediction, 'probability') ?? 0)
    const binary = words.schema.task === 'binary'
    const label = binary ? (words.schema.labels[1] ?? one) : one
    return binary
      ? t('beside.sameOf', {
          label: labelTitle(one, words),
          event: labelTitle(label, words),
          first: chance(first),
          second: chance(second),
        })
      : t('beside.same', {
          label: labelTitle(label, words),
          first: chance(first),
          second: chance(second),
        })
  }
  const [from, to] = [numberOf(first, 'value'), numberOf(second, 'value')]
  if (from === null || to === null) return ''
  const apart = words.format.number(Math.abs(to - from))
  return t('beside.apart', {
    difference: words.schema.unit ? `${apart} ${words.schema.unit}` : apart,
  })
}
