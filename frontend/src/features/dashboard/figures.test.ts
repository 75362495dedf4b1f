import { describe, expect, it } from 'vitest'

import type { KpiFigure } from '@/api/types'
import { formatterFor } from '@/lib/format'

import { changeOf, figureText } from './figures'

const figure = (value: number | null): KpiFigure => ({
  value,
  n: 1,
  low: null,
  high: null,
  reason: null,
})
const en = formatterFor('en')
const pt = formatterFor('pt-BR')

describe('a figure', () => {
  it.each([
    [{ unit: 'count', currency: 'USD' }, 1234, '1,234', '1.234'],
    [{ unit: 'count', currency: 'USD' }, 2_500_000, '2.5M', '2,5 mi'],
    [{ unit: 'share', currency: 'USD' }, 0.9994, '99.94%', '99,94%'],
    [{ unit: 'share', currency: 'USD' }, 0.875, '87.5%', '87,5%'],
    [{ unit: 'seconds', currency: 'USD' }, 0.0123, '12.3 ms', '12,3 ms'],
    [{ unit: 'money', currency: 'USD' }, 1234.5, '$1,234.50', 'US$ 1.234,50'],
    [{ unit: 'money', currency: 'USD' }, 0.0000123, '$0.0000123', 'US$ 0,0000123'],
  ] as const)('%j of %d is written as the language does', (written, value, english, portuguese) => {
    const plain = (text: string) => text.replaceAll('\u00a0', ' ')
    expect(plain(figureText(value, written, en))).toBe(english)
    expect(plain(figureText(value, written, pt))).toBe(portuguese)
  })
})

describe('a change', () => {
  it('is relative, and better or worse as the number wants to be', () => {
    const slower = { unit: 'seconds', better: 'lower' } as const
    expect(changeOf(slower, figure(0.03), figure(0.02))).toEqual({
      by: expect.closeTo(0.5) as number,
      isShare: false,
      direction: 'worse',
    })
  })

  it('of shares is the difference', () => {
    const share = { unit: 'share', better: 'higher' } as const
    expect(changeOf(share, figure(0.9), figure(0.85))).toEqual({
      by: expect.closeTo(0.05) as number,
      isShare: true,
      direction: 'better',
    })
  })

  it('is nothing where one of the two is not known, and has no size after a zero', () => {
    const count = { unit: 'count', better: 'neither' } as const
    expect(changeOf(count, figure(3), figure(null))).toBeNull()
    expect(changeOf(count, figure(3), figure(0))).toEqual({
      by: null,
      isShare: false,
      direction: 'neutral',
    })
    expect(changeOf(count, figure(0), figure(0))?.by).toBe(0)
  })
})
