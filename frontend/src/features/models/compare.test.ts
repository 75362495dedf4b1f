import { describe, expect, it } from 'vitest'

import { evaluated, versionDetail } from '@/testing/versions'

import {
  judgedAlike,
  metricRows,
  parameterRows,
  parentOf,
  sliceRows,
  versionsFrom,
} from './compare'

describe('the versions of an address', () => {
  it('are those that there are, each once, four at most', () => {
    expect(versionsFrom('2,1,2,9', [3, 2, 1])).toEqual([2, 1])
    expect(versionsFrom('5,4,3,2,1', [5, 4, 3, 2, 1])).toEqual([5, 4, 3, 2])
    expect(versionsFrom('nonsense', [1])).toEqual([])
    expect(versionsFrom(undefined, [1])).toEqual([])
  })
})

describe('rows', () => {
  const one = versionDetail(1, { trees: 200, seed: 1 })
  const two = versionDetail(2, { trees: 50, seed: 1, refit: null })

  it('of parameters begin with those that differ, and tell none from null', () => {
    expect(parameterRows([one, two])).toEqual([
      { name: 'trees', cells: ['200', '50'], differs: true },
      { name: 'refit', cells: [null, 'null'], differs: true },
      { name: 'seed', cells: ['1', '1'], differs: false },
    ])
  })

  it('of metrics begin with the one that stands for the model', () => {
    const evaluations = [
      evaluated(1, [
        ['auc', 0.7],
        ['brier', 0.15],
      ]),
      evaluated(2, [['brier', 0.14]]),
    ]
    expect(metricRows(evaluations).map(({ name }) => name)).toEqual(['brier', 'auc'])
    expect(metricRows(evaluations)[1]?.cells[1]).toBeNull()
  })

  it('of slices begin where the versions lie furthest apart', () => {
    const [a, b] = [evaluated(1, []), evaluated(2, [])]
    const slice = (value: string, score: number) => ({
      feature: 'origin',
      value,
      rows: 10,
      metric: 'brier',
      score,
      interval: [0, 1] as [number, number],
      worse: false,
    })
    if (a.evaluation) a.evaluation.slices = [slice('JFK', 0.2), slice('EWR', 0.2), slice('X', 9)]
    if (b.evaluation) b.evaluation.slices = [slice('JFK', 0.21), slice('EWR', 0.4)]
    expect(sliceRows([a, b]).map(({ name }) => name)).toEqual([
      'origin=EWR',
      'origin=JFK',
      'origin=X',
    ])
  })
})

it('versions that were judged on other rows are not judged alike', () => {
  const march = versionDetail(1, { holdout_to: '2013-04-01' })
  expect(judgedAlike([march, versionDetail(2, { holdout_to: '2013-04-01' })])).toBe(true)
  expect(judgedAlike([march, versionDetail(2, { holdout_to: '2013-05-01' })])).toBe(false)
})

it('a recalibrated version names its parent', () => {
  expect(parentOf(versionDetail(2, { parent_version: 1 }))).toBe(1)
  expect(parentOf(versionDetail(2, {}))).toBeNull()
})
