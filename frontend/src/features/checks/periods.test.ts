import { describe, expect, it } from 'vitest'

import { qualityOverTime } from '@/testing/checks'

import { figureNames, pointsOf } from './periods'

describe('quality over time', () => {
  it('has the headline first', () => {
    expect(figureNames(qualityOverTime)).toEqual(['brier', 'auc'])
  })

  it('keeps an interval only where both ends are known', () => {
    const points = pointsOf(qualityOverTime.periods, 'brier')
    expect(points.map(({ value }) => value)).toEqual([0.15, 0.19, null])
    expect(points.map(({ interval }) => interval)).toEqual([[0.14, 0.16], null, null])
  })

  it('marks a version where it begins to serve, but not at the left edge', () => {
    const points = pointsOf(qualityOverTime.periods, 'brier')
    expect(points.map(({ arrived }) => arrived)).toEqual([[], [2], []])
  })
})
