import { describe, expect, it } from 'vitest'

import { formatterFor } from '@/lib/format'
import { createI18n, loadWords } from '@/lib/i18n'
import { localise } from '@/lib/localised'
import { detail } from '@/testing/models'

import type { Words } from '../../reading'
import { difference } from './difference'

await loadWords('demos')
const i18n = await createI18n('en')
const format = formatterFor('en')
const words: Words = {
  schema: detail.schema,
  presentation: detail.presentation,
  text: (value, fallback = '') => localise(value, 'en', fallback),
  format,
}
const as = (task: 'multiclass' | 'regression', unit = '') => ({
  ...words,
  schema: { ...words.schema, task, unit },
})

describe('two versions', () => {
  it.each([
    [
      { label: 'late', probability: 0.73 },
      { label: 'late', probability: 0.9 },
      'Both say “late”: 73% and 90%.',
    ],
    [
      { label: 'on time', probability: 0.2 },
      { label: 'on time', probability: 0.41 },
      'Both say “on time”: “late” has 20% and 41%.',
    ],
    [
      { label: 'on time', probability: 0.2 },
      { label: 'late', probability: 0.6 },
      'They disagree: “on time” against “late”.',
    ],
  ])('of a yes-or-no model: %j and %j', (first, second, said) => {
    expect(difference(first, second, words, i18n.t)).toBe(said)
  })

  it('of one of several labels say how sure each is of its own', () => {
    const said = difference(
      { label: '7', probability: 0.98 },
      { label: '7', probability: 0.5 },
      as('multiclass'),
      i18n.t,
    )
    expect(said).toBe('Both say “7”: 98% and 50%.')
  })

  it('of a number are so far apart, in its unit', () => {
    const [first, second] = [{ value: 120 }, { value: 97.5 }]
    expect(difference(first, second, as('regression', 'hires/h'), i18n.t)).toBe(
      'They are 22.5 hires/h apart.',
    )
    expect(difference({ y: [1] }, { y: [2] }, as('regression'), i18n.t)).toBe('')
  })
})
