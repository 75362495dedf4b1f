import { describe, expect, it } from 'vitest'

import type { RecipeParameter } from '@/api/types'

import { askedFor, compareParameters, missing, parametersOf, startValues } from './parameters'

const trees: RecipeParameter = {
  name: 'trees',
  kind: 'whole',
  default: 200,
  title: {},
  minimum: 1,
  above: null,
  choices: [],
  optional: false,
}
const rate: RecipeParameter = {
  ...trees,
  name: 'rate',
  kind: 'real',
  default: 0.1,
  minimum: null,
  above: 0,
}
const until: RecipeParameter = {
  ...trees,
  name: 'until',
  kind: 'day',
  default: null,
  optional: true,
}

describe('a training', () => {
  it('starts from what the version before was trained with, as far as the recipe has it', () => {
    const present = { trees: 50, forgotten: 1, until: null }
    expect(startValues([trees, rate, until], present)).toEqual({
      trees: 50,
      rate: 0.1,
      until: null,
    })
  })

  it('is asked for what differs from the recipe, also where the version before had it', () => {
    expect(askedFor([trees, rate], { trees: 50, rate: 0.1 })).toEqual({ trees: 50 })
  })

  it('cannot be asked for without a value that is needed, or with one out of bounds', () => {
    expect(missing([trees, rate, until], { trees: null, rate: 0, until: null })).toEqual([
      'trees',
      'rate',
    ])
    expect(missing([trees], { trees: 1.5 })).toEqual(['trees'])
    expect(missing([trees, rate], { trees: 1, rate: 0.01 })).toEqual([])
  })

  it('of a recipe that nobody has described is described by the version before', () => {
    const found = parametersOf({ trees: 3, rate: 0.5, refit: true, until: null })
    expect(found.map(({ kind }) => kind)).toEqual(['whole', 'real', 'switch', 'text'])
    expect(found.map(({ optional }) => optional)).toEqual([false, false, false, true])
  })
})

it('runs are compared by what they were asked for, what differs first', () => {
  expect(compareParameters([{ seed: 1, trees: 5 }, { seed: 1 }])).toEqual([
    { name: 'trees', cells: ['5', null], differs: true },
    { name: 'seed', cells: ['1', '1'], differs: false },
  ])
})
