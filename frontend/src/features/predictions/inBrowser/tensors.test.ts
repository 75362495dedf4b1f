import { describe, expect, it } from 'vitest'

import { type GraphTensor, predictionOf, type SealedSchema, tensorsOf } from './tensors'

const FLIGHTS: SealedSchema = {
  task: 'binary',
  fields: [
    { name: 'carrier', kind: 'category', datatype: 'BYTES' },
    { name: 'wind', kind: 'number', datatype: 'FP32' },
    { name: 'seats', kind: 'integer', datatype: 'FP32', default: 150 },
    { name: 'holiday', kind: 'boolean', datatype: 'BOOL' },
  ],
  graph_inputs: [
    { name: 'numbers', datatype: 'FP32', fields: ['wind', 'seats'] },
    { name: 'texts', datatype: 'BYTES', fields: ['carrier'] },
    { name: 'flags', datatype: 'BOOL', fields: ['holiday'] },
  ],
  outputs: [{ name: 'probability', datatype: 'FP32', role: 'probability' }],
  labels: ['on time', 'late'],
}

function output(name: string, ...values: number[]): GraphTensor {
  return { name, type: 'float32', dims: [1, values.length], data: Float32Array.from(values) }
}

describe('a row for the graph', () => {
  it('is packed into the inputs that the schema names', () => {
    const row = { carrier: 'DL', wind: 12.5, seats: 180, holiday: true }
    expect(tensorsOf(FLIGHTS, row)).toEqual([
      { name: 'numbers', type: 'float32', dims: [1, 2], data: Float32Array.from([12.5, 180]) },
      { name: 'texts', type: 'string', dims: [1, 1], data: ['DL'] },
      { name: 'flags', type: 'bool', dims: [1, 1], data: Uint8Array.from([1]) },
    ])
  })

  it('has for what is missing what the server puts there', () => {
    const [numbers, texts, flags] = tensorsOf(FLIGHTS, { carrier: null, holiday: null })
    expect(numbers?.data).toEqual(Float32Array.from([Number.NaN, 150]))
    expect(texts?.data).toEqual([''])
    expect(flags?.data).toEqual(Uint8Array.from([0]))
  })

  it('keeps the shape of a tensor, given flat or nested', () => {
    const schema: SealedSchema = {
      ...FLIGHTS,
      fields: [{ name: 'image', kind: 'tensor', datatype: 'UINT8', shape: [2, 2] }],
      graph_inputs: [{ name: 'image', datatype: 'UINT8', fields: ['image'] }],
    }
    const expected = [
      { name: 'image', type: 'uint8', dims: [1, 2, 2], data: Uint8Array.from([1, 2, 3, 255]) },
    ]
    expect(tensorsOf(schema, { image: [1, 2, 3, 255] })).toEqual(expected)
    const nested = [
      [1, 2],
      [3, 255],
    ]
    expect(tensorsOf(schema, { image: nested })).toEqual(expected)
    expect(() => tensorsOf(schema, { image: [1] })).toThrow('image has 1 values')
  })
})

describe('the answer of the graph', () => {
  it('is rounded to six decimals, and its label follows what is shown', () => {
    expect(predictionOf(FLIGHTS, [output('probability', 0.49999979)])).toEqual({
      probability: 0.5,
      label: 'late',
    })
    expect(predictionOf(FLIGHTS, [output('probability', 0.4999)])).toEqual({
      probability: 0.4999,
      label: 'on time',
    })
  })

  it('names the likeliest labels first, and among equals the earlier', () => {
    const schema: SealedSchema = {
      ...FLIGHTS,
      task: 'multiclass',
      labels: ['a', 'b', 'c'],
      top_k: 2,
      outputs: [{ name: 'p', datatype: 'FP32', role: 'probabilities', shape: [3] }],
    }
    const answer = predictionOf(schema, [output('p', 0.2, 0.4, 0.4)])
    expect(answer).toEqual({ label: 'b', probability: 0.4, probabilities: { b: 0.4, c: 0.4 } })
  })

  it('has seven digits of a single-precision number', () => {
    const schema: SealedSchema = {
      ...FLIGHTS,
      task: 'regression',
      outputs: [
        { name: 'v', datatype: 'FP32', role: 'value' },
        { name: 'l', datatype: 'FP32', role: 'lower' },
      ],
    }
    const answer = predictionOf(schema, [output('v', 123.45678), output('l', 0)])
    expect(answer).toEqual({ value: 123.4568, lower: 0 })
  })

  it('lies in lists as deep as its shape', () => {
    const schema: SealedSchema = {
      ...FLIGHTS,
      task: 'tensor',
      outputs: [{ name: 'grid', datatype: 'FP32', role: 'tensor', shape: [2, 2] }],
    }
    const answer = predictionOf(schema, [output('grid', 1, 2, 3, 4)])
    const grid = [
      [1, 2],
      [3, 4],
    ]
    expect(answer).toEqual({ grid })
  })

  it('is refused where it is no probability', () => {
    expect(() => predictionOf(FLIGHTS, [output('probability', Number.NaN)])).toThrow()
    expect(() => predictionOf(FLIGHTS, [output('other', 1)])).toThrow('no output probability')
  })
})
