import { describe, expect, it } from 'vitest'

import { field, presentation, widget } from '@/testing/models'

import { buildForm, initialValues } from './fields'

const schemaOf = (...fields: ReturnType<typeof field>[]) => ({
  task: 'binary' as const,
  fields,
  outputs: [],
  labels: [],
  threshold: 0.5,
  top_k: 10,
  coverage: null,
  unit: '',
  max_rows: 1000,
})

const kinds = (...fields: ReturnType<typeof field>[]) =>
  buildForm(schemaOf(...fields), null).flatMap((group) => group.fields.map((item) => item.kind))

describe('a form without hints', () => {
  it('asks for each kind of field by what fits it', () => {
    const found = kinds(
      field({ name: 'a', kind: 'number', minimum: 0, maximum: 1 }),
      field({ name: 'b', kind: 'number' }),
      field({ name: 'c', kind: 'category', choices: ['x', 'y'] }),
      field({ name: 'd', kind: 'category' }),
      field({ name: 'e', kind: 'boolean' }),
      field({ name: 'f', kind: 'text' }),
      field({ name: 'g', kind: 'tensor', shape: [28, 28] }),
      field({ name: 'h', kind: 'tensor', shape: [3] }),
    )
    expect(found).toEqual([
      'slider',
      'number',
      'select',
      'text',
      'switch',
      'text',
      'canvas',
      'numbers',
    ])
  })
})

describe('a form with hints', () => {
  it('keeps the order of the groups and loses no field that they forget', () => {
    const fields = ['wind', 'forgotten', 'carrier'].map((name) => field({ name, kind: 'number' }))
    const groups = buildForm(schemaOf(...fields), presentation)
    expect(groups.map((group) => group.fields.map((item) => item.field.name))).toEqual([
      ['carrier', 'wind'],
      ['forgotten'],
    ])
    expect(groups[1]?.title).toBeNull()
  })

  it('makes a slider without both ends a number', () => {
    const hints = { ...presentation, widgets: { wind: widget({ kind: 'slider' }) } }
    const [group] = buildForm(schemaOf(field({ name: 'wind', kind: 'number', minimum: 0 })), hints)
    expect(group?.fields[0]?.kind).toBe('number')
  })
})

describe('initial values', () => {
  it('come from the first example, but leave texts and pictures to the visitor', () => {
    const groups = buildForm(
      schemaOf(
        field({ name: 'wind', kind: 'number' }),
        field({ name: 'text', kind: 'text' }),
        field({ name: 'image', kind: 'tensor', shape: [28, 28] }),
      ),
      null,
    )
    const row = { wind: 7, text: 'seen', image: [1] }
    expect(initialValues(groups, [{ title: {}, row, truth: null }])).toEqual({
      wind: 7,
      text: '',
      image: null,
    })
  })

  it('are valid where there is no example', () => {
    const groups = buildForm(
      schemaOf(
        field({ name: 'a', kind: 'integer', minimum: 0, maximum: 9 }),
        field({ name: 'b', kind: 'category', choices: ['x'] }),
        field({ name: 'c', kind: 'number', nullable: true }),
      ),
      null,
    )
    expect(initialValues(groups, [])).toEqual({ a: 5, b: 'x', c: null })
  })
})
