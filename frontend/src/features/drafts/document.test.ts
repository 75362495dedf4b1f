import { describe, expect, it } from 'vitest'

import { draft } from '@/testing/drafts'

import {
  possibleTasks,
  renameAll,
  renameField,
  setAnswer,
  setBound,
  setLabel,
  setTask,
  setWidget,
  withText,
} from './document'
import type { DraftDocument, Findings } from './types'

const document = draft.document as DraftDocument
const findings = draft.findings as Findings

const names = ({ schema }: DraftDocument) => schema.fields.map(({ name }) => name)

describe('a field', () => {
  it('is renamed wherever it is named', () => {
    const before = setWidget(
      { ...document, examples: [{ title: { en: 'One' }, row: { x_1: 1, x_2: 2 }, truth: null }] },
      'x_1',
      'slider',
    )
    const after = renameField(before, 'x_1', 'alcohol')
    expect(names(after)).toEqual(['alcohol', 'x_2'])
    expect(after.schema.graph_inputs[0]?.fields).toEqual(['alcohol', 'x_2'])
    expect(after.presentation.groups[0]?.fields).toEqual(['alcohol', 'x_2'])
    expect(Object.keys(after.presentation.widgets)).toEqual(['alcohol'])
    expect(after.examples[0]?.row).toEqual({ alcohol: 1, x_2: 2 })
    expect(after.schema.fields[0]?.title).toEqual({ en: 'alcohol' })
  })

  it('keeps its name where another one has the new one already', () => {
    expect(renameField(document, 'x_1', 'x_2')).toBe(document)
  })

  it('may swap its name with another one', () => {
    const after = renameAll(document, ['x_2', 'x_1'])
    expect(after && names(after)).toEqual(['x_2', 'x_1'])
    expect(after?.schema.graph_inputs[0]?.fields).toEqual(['x_2', 'x_1'])
    expect(after?.schema.fields.map(({ title }) => title.en)).toEqual(['x_2', 'x_1'])
  })

  it('is not renamed with the others where the names are too few or twice the same', () => {
    expect(renameAll(document, ['a'])).toBeNull()
    expect(renameAll(document, ['a', 'a'])).toBeNull()
  })
})

describe('the answer', () => {
  it('can be what some output fits', () => {
    expect(possibleTasks(findings)).toEqual(['multiclass', 'tensor'])
    const scalar = [{ name: 'y', datatype: 'FP32', shape: [] }]
    expect(possibleTasks({ ...findings, outputs: scalar })).toEqual([
      'binary',
      'regression',
      'tensor',
    ])
  })

  it('gets as many labels as its output has values, and keeps those that fit', () => {
    expect(setAnswer(document, 'probabilities', findings).schema.labels).toEqual(['0', '1', '2'])
    const other = { ...findings, outputs: [{ name: 'p', datatype: 'FP32', shape: [2] }] }
    const after = setAnswer(document, 'p', other)
    expect(after.schema.labels).toEqual(['0', '1'])
    expect(after.schema.outputs).toEqual([
      { name: 'p', datatype: 'FP32', role: 'probabilities', shape: [2] },
    ])
  })

  it('is asked for in words of its task', () => {
    const after = setTask(document, 'tensor', findings)
    expect(after.presentation.answer).toBe('tensor')
    expect(after.schema.labels).toEqual([])
    expect(after.schema.outputs.map(({ role }) => role)).toEqual(['tensor', 'tensor'])
  })

  it('has a coverage only while it has an interval', () => {
    const outputs = ['value', 'low'].map((name) => ({ name, datatype: 'FP32', shape: [] }))
    const scalars = { ...findings, outputs }
    const regression = setTask(document, 'regression', scalars)
    const bounded = setBound(regression, 'lower', 'low', scalars)
    expect(bounded.schema.coverage).toBe(0.9)
    expect(setBound(bounded, 'lower', null, scalars).schema.coverage).toBeNull()
  })

  it('keeps the title of a label that gets another value', () => {
    const titled: DraftDocument = {
      ...document,
      presentation: { ...document.presentation, label_titles: { '0': { en: 'Barolo' } } },
    }
    const after = setLabel(titled, 0, 'barolo')
    expect(after.schema.labels).toEqual(['barolo', '1', '2'])
    expect(after.presentation.label_titles).toEqual({ barolo: { en: 'Barolo' } })
  })
})

it('an empty text leaves its language out, but for English', () => {
  expect(withText({ en: 'a', 'pt-BR': 'b' }, 'pt-BR', '')).toEqual({ en: 'a' })
  expect(withText({ en: 'a' }, 'en', '')).toEqual({ en: '' })
})
