import { describe, expect, it } from 'vitest'

import { formatterFor } from './format'

/** Intl writes no-break spaces that a reader of a test cannot see. */
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ')
const en = formatterFor('en')
const pt = formatterFor('pt-BR')

describe('numbers', () => {
  it('follow the language', () => {
    expect(en.integer(1_234_567)).toBe('1,234,567')
    expect(pt.integer(1_234_567)).toBe('1.234.567')
    expect(pt.number(0.1568)).toBe('0,157')
    expect(en.percent(0.5347, 1)).toBe('53.5%')
  })

  it('keep every digit of a large integer part', () => {
    expect(en.number(12_345.6)).toBe('12,346')
  })

  it('line up as metrics', () => {
    expect(en.metric(0.5)).toBe('0.500')
  })
})

describe('a chance', () => {
  it('is neither impossible nor certain when it is only almost so', () => {
    expect(en.chance(0.000_01)).toBe('<0.1%')
    expect(en.chance(0.999_99)).toBe('>99.9%')
    expect(en.chance(0)).toBe('0%')
    expect(en.chance(1)).toBe('100%')
    expect(en.chance(0.534)).toBe('53%')
    expect(en.chance(0.021)).toBe('2.1%')
  })
})

describe('durations and sizes', () => {
  it('take the unit that fits', () => {
    expect(en.seconds(0.000_76)).toBe('760 µs')
    expect(en.seconds(0.0777)).toBe('77.7 ms')
    expect(en.seconds(1.5)).toBe('1.5 s')
    expect(en.bytes(18_200_000)).toBe('18.2 MB')
  })

  it('are told in their two largest units', () => {
    expect(plain(en.duration(0.5))).toBe('500 ms')
    expect(plain(en.duration(125))).toBe('2 min 5 sec')
    expect(plain(en.duration(3600))).toBe('1 hr')
    expect(plain(pt.duration(100_000))).toBe('1 dia 3 h')
  })
})

describe('times', () => {
  it('write minutes after midnight as a time of day', () => {
    expect(plain(en.timeOfDay(1169))).toBe('7:29 PM')
    expect(pt.timeOfDay(1169)).toBe('19:29')
  })
})
