/** A sealed schema as the file itself has it: what is at its default is left out. */
import type { Prediction, Row } from '@/api/types'

export type Datatype = 'BOOL' | 'UINT8' | 'INT32' | 'INT64' | 'FP32' | 'FP64' | 'BYTES'

export interface SealedField {
  name: string
  kind: 'number' | 'integer' | 'boolean' | 'category' | 'text' | 'tensor'
  datatype: Datatype
  default?: number | string | boolean | null
  shape?: number[]
}

export interface SealedSchema {
  task: 'binary' | 'multiclass' | 'regression' | 'tensor'
  fields: SealedField[]
  graph_inputs: { name: string; datatype: Datatype; fields: string[] }[]
  outputs: {
    name: string
    datatype: Datatype
    role: 'probability' | 'probabilities' | 'value' | 'lower' | 'upper' | 'tensor'
    shape?: number[]
  }[]
  labels?: string[]
  threshold?: number
  top_k?: number
}

/** One input or output of the graph, as it travels to the worker and back. */
export interface GraphTensor {
  name: string
  type: 'bool' | 'uint8' | 'int32' | 'int64' | 'float32' | 'float64' | 'string'
  dims: number[]
  data: string[] | Uint8Array | Int32Array | BigInt64Array | Float32Array | Float64Array
}

const TYPES: Record<Datatype, GraphTensor['type']> = {
  BOOL: 'bool',
  UINT8: 'uint8',
  INT32: 'int32',
  INT64: 'int64',
  FP32: 'float32',
  FP64: 'float64',
  BYTES: 'string',
}
const THRESHOLD = 0.5
const TOP_K = 10
/** Of a probability, and of other floats: as many as the server writes. */
const PROBABILITY_STEPS = 1_000_000
const SIGNIFICANT_DIGITS: Partial<Record<Datatype, number>> = { FP32: 7, FP64: 15 }

/** One row as the inputs of the graph, packed as the schema says. */
export function tensorsOf(schema: SealedSchema, row: Row): GraphTensor[] {
  const fields = new Map(schema.fields.map((field) => [field.name, field]))
  return schema.graph_inputs.map(({ name, datatype, fields: names }) => {
    const packed = names.flatMap((each) => {
      const field = fields.get(each)
      if (!field) throw new Error(`The sealed schema has no field ${each}`)
      return valuesOf(field, row[each])
    })
    const first = fields.get(names[0] ?? '')
    const dims = first?.kind === 'tensor' ? [1, ...(first.shape ?? [])] : [1, names.length]
    return { name, type: TYPES[datatype], dims, data: typed(datatype, packed) }
  })
}

function valuesOf(field: SealedField, value: unknown): unknown[] {
  if (field.kind !== 'tensor') return [value ?? missing(field)]
  const size = (field.shape ?? []).reduce((product, side) => product * side, 1)
  if (value === null || value === undefined) return Array<unknown>(size).fill(missing(field))
  const flat: unknown[] = Array.isArray(value) ? value.flat(field.shape?.length ?? 1) : []
  if (flat.length !== size) throw new Error(`${field.name} has ${String(flat.length)} values`)
  return flat
}

/** What stands in the graph for nothing: the same as on the server. */
function missing({ kind, datatype, default: given }: SealedField): string | number | boolean {
  const isFloat = datatype === 'FP32' || datatype === 'FP64'
  if (datatype === 'BYTES' || kind === 'category' || kind === 'text') return ''
  if (kind === 'number' && isFloat) return Number.NaN
  return given ?? (isFloat ? Number.NaN : 0)
}

function typed(datatype: Datatype, values: unknown[]): GraphTensor['data'] {
  switch (datatype) {
    case 'BYTES':
      return values.map(String)
    case 'INT64':
      return BigInt64Array.from(values, (value) => BigInt(Math.trunc(Number(value))))
    case 'BOOL':
    case 'UINT8':
      return Uint8Array.from(values, Number)
    case 'INT32':
      return Int32Array.from(values, Number)
    case 'FP32':
      return Float32Array.from(values, Number)
    case 'FP64':
      return Float64Array.from(values, Number)
  }
}

/** The graph's outputs for one row in the words that the server would answer with. */
export function predictionOf(schema: SealedSchema, outputs: GraphTensor[]): Prediction {
  const byName = new Map(outputs.map((output) => [output.name, output]))
  const found = schema.outputs.map((output) => {
    const data = byName.get(output.name)?.data
    if (!data) throw new Error(`The graph has no output ${output.name}`)
    return { ...output, values: Array.from<unknown>(data) }
  })
  const withRole = (role: string) => found.find((output) => output.role === role)
  switch (schema.task) {
    case 'binary': {
      const probability = roundedProbability(withRole('probability')?.values[0])
      const positive = probability >= (schema.threshold ?? THRESHOLD)
      return { probability, label: schema.labels?.[positive ? 1 : 0] }
    }
    case 'multiclass':
      return ranked(schema, withRole('probabilities')?.values ?? [])
    case 'regression':
      return Object.fromEntries(
        (['value', 'lower', 'upper'] as const).flatMap((role) => {
          const output = withRole(role)
          return output ? [[role, shown(output.datatype, output.values[0])]] : []
        }),
      )
    case 'tensor':
      return Object.fromEntries(
        found.map(({ name, datatype, shape, values }) => {
          const known = values.map((value) => shown(datatype, value))
          return [name, nested(known, shape ?? [])]
        }),
      )
  }
}

function ranked(schema: SealedSchema, values: unknown[]): Prediction {
  const order = values
    .map((value, index) => [schema.labels?.[index] ?? String(index), roundedProbability(value)])
    .sort(([, a], [, b]) => Number(b) - Number(a))
    .slice(0, schema.top_k ?? TOP_K)
  const [label, probability] = order[0] ?? []
  return { label, probability, probabilities: Object.fromEntries(order) as unknown }
}

/** Row-major values as lists in lists; one that stands alone as itself. */
function nested(values: unknown[], [side, ...rest]: number[]): unknown {
  if (side === undefined) return values[0]
  const step = values.length / side
  return Array.from({ length: side }, (_, index) =>
    nested(values.slice(index * step, (index + 1) * step), rest),
  )
}

function roundedProbability(value: unknown): number {
  const number = Number(value)
  if (!Number.isFinite(number)) throw new Error('The graph gave no probability')
  return Math.floor(Math.min(1, Math.max(0, number)) * PROBABILITY_STEPS + 0.5) / PROBABILITY_STEPS
}

function shown(datatype: Datatype, value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value)
  const digits = SIGNIFICANT_DIGITS[datatype]
  return typeof value === 'number' && digits ? Number(value.toPrecision(digits)) : value
}
