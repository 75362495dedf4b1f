import { describe, expect, it } from 'vitest'

import { lastMoment, lastWeek, windowOf } from './windows'

describe('the window of a report', () => {
  it('is the last whole week from Monday to Sunday at first', () => {
    const week = { first: '2026-11-16', last: '2026-11-22' }
    expect(lastWeek(new Date('2026-11-23T00:00:00Z'))).toEqual(week)
    expect(lastWeek(new Date('2026-11-29T23:59:00Z'))).toEqual(week)
  })

  it('ends after its last day', () => {
    expect(windowOf({ first: '2026-11-16', last: '2026-11-22' })).toEqual({
      window_start: '2026-11-16T00:00:00Z',
      window_end: '2026-11-23T00:00:00.000Z',
    })
    expect(lastMoment('2026-11-23T00:00:00Z')).toBe('2026-11-22T23:59:59.999Z')
  })
})
