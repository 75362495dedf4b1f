import { describe, expect, it } from 'vitest'

import type { SchemaField } from '@/api/types'
import { field } from '@/testing/models'

import type { FormGroup } from './fields'
import { rowFrom } from './row'

function groupsOf(...fields: SchemaField[]): FormGroup[] {
  const items = fields.map((item) => ({
    field: item,
    kind: 'number' as const,
    options: [],
    step: null,
    placeholder: {},
    encoder: '',
  }))
  return [{ title: null, fields: items }]
}

describe('the row of a form', () => {
  it('sends an unknown value of a nullable field as null', () => {
    const groups = groupsOf(field({ name: 'wind', kind: 'number', nullable: true }))
    expect(rowFrom(groups, { wind: null })).toEqual({ row: { wind: null }, problems: {} })
  })

  it('asks for what is missing', () => {
    const groups = groupsOf(field({ name: 'text', kind: 'text' }))
    expect(rowFrom(groups, { text: '' }).problems).toEqual({ text: { kind: 'required' } })
  })

  it('refuses a number outside its range and says the range', () => {
    const groups = groupsOf(field({ name: 'wind', kind: 'number', minimum: 0, maximum: 100 }))
    expect(rowFrom(groups, { wind: 101 }).problems).toEqual({
      wind: { kind: 'range', minimum: 0, maximum: 100 },
    })
  })

  it('rounds an integer', () => {
    const groups = groupsOf(field({ name: 'hour', kind: 'integer' }))
    expect(rowFrom(groups, { hour: 7.6 }).row).toEqual({ hour: 8 })
  })

  it('counts the numbers of a tensor, nested or flat', () => {
    const groups = groupsOf(field({ name: 'image', kind: 'tensor', shape: [2, 2] }))
    expect(
      rowFrom(groups, {
        image: [
          [1, 2],
          [3, 4],
        ],
      }).problems,
    ).toEqual({})
    expect(rowFrom(groups, { image: [1, 2, 3, 4] }).problems).toEqual({})
    expect(rowFrom(groups, { image: [1, 2, 3] }).problems).toEqual({
      image: { kind: 'size', expected: 4 },
    })
  })
})
