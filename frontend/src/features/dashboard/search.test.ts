import { describe, expect, it } from 'vitest'

import { askedBy, intervalOf, pinned, searchFrom } from './search'

const TODAY = '2026-11-23'

describe('the address of the dashboard', () => {
  it('asks for the last 28 days with today, by day, where it says nothing', () => {
    expect(askedBy(searchFrom({}), TODAY)).toEqual({
      from: '2026-10-27',
      to: '2026-11-24',
      interval: 'day',
    })
  })

  it('keeps what means something, and leaves out the rest', () => {
    expect(
      searchFrom({
        days: '7',
        from: '2026-02-30',
        to: '2026-03-01',
        model: '../x',
        interval: 'year',
      }),
    ).toEqual({ days: 7 })
    expect(searchFrom({ from: '2026-03-02', to: '2026-03-01', compare: 'year' })).toEqual({
      compare: 'year',
    })
  })

  it('counts both of the chosen days, and those they are compared with', () => {
    const search = searchFrom({
      from: '2026-11-01',
      to: '2026-11-07',
      compareFrom: '2026-10-01',
      compareTo: '2026-10-07',
      model: 'digits',
    })
    expect(askedBy(search, TODAY)).toEqual({
      from: '2026-11-01',
      to: '2026-11-08',
      interval: 'day',
      model: 'digits',
      compare_from: '2026-10-01',
      compare_to: '2026-10-08',
    })
  })

  it('compares with as many days a year earlier', () => {
    expect(askedBy({ compare: 'year', days: 7 }, TODAY)).toMatchObject({
      from: '2026-11-17',
      to: '2026-11-24',
      compare_from: '2025-11-17',
      compare_to: '2025-11-24',
    })
  })

  it('shows a long period by week unless something else is asked for', () => {
    expect(intervalOf({ days: 365 }, TODAY)).toBe('week')
    expect(intervalOf({ days: 365, interval: 'month' }, TODAY)).toBe('month')
  })

  it('is shared with its days, so that tomorrow it shows the same', () => {
    expect(pinned({ days: 7, model: 'digits' }, TODAY)).toEqual({
      from: '2026-11-17',
      to: '2026-11-23',
      model: 'digits',
    })
  })
})
