import type { RecipeParameter, Scalar } from '@/api/types'

export type Parameters = Record<string, Scalar>

/** What a version was trained with, for a recipe that no worker has described yet. */
export function parametersOf(present: Parameters): RecipeParameter[] {
  return Object.entries(present).map(([name, value]) => ({
    name,
    kind: kindOf(value),
    default: value,
    title: {},
    minimum: null,
    above: null,
    choices: [],
    optional: value === null,
  }))
}

function kindOf(value: Scalar): RecipeParameter['kind'] {
  if (typeof value === 'boolean') return 'switch'
  if (typeof value !== 'number') return 'text'
  return Number.isInteger(value) ? 'whole' : 'real'
}

/** The recipe's own values, with those of `present` that it still has in their place. */
export function startValues(declared: RecipeParameter[], present: Parameters): Parameters {
  return Object.fromEntries(
    declared.map((parameter) => [parameter.name, present[parameter.name] ?? parameter.default]),
  )
}

/** What differs from the recipe's own values is asked for; the rest the recipe knows by itself. */
export function askedFor(declared: RecipeParameter[], values: Parameters): Parameters {
  const defaults = Object.fromEntries(declared.map((one) => [one.name, one.default]))
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => value !== defaults[name]),
  )
}

/** Parameters without which, or with which, the server would refuse. */
export function missing(declared: RecipeParameter[], values: Parameters): string[] {
  return declared.filter((one) => !fits(one, values[one.name] ?? null)).map(({ name }) => name)
}

function fits(parameter: RecipeParameter, value: Scalar): boolean {
  if (value === null) return parameter.optional
  if (typeof value !== 'number') return true
  if (parameter.kind === 'whole' && !Number.isInteger(value)) return false
  if (parameter.minimum !== null && value < parameter.minimum) return false
  return parameter.above === null || value > parameter.above
}

export interface ComparedParameter {
  name: string
  /** In the runs' order; null where a run left it to the recipe. */
  cells: (string | null)[]
  differs: boolean
}

/** What runs were asked for, with what differs first. */
export function compareParameters(asked: readonly Record<string, unknown>[]): ComparedParameter[] {
  const names = [...new Set(asked.flatMap((parameters) => Object.keys(parameters)))]
  return names
    .map((name) => {
      const cells = asked.map((parameters) =>
        name in parameters ? written(parameters[name]) : null,
      )
      return { name, cells, differs: new Set(cells).size > 1 }
    })
    .toSorted((a, b) => Number(b.differs) - Number(a.differs))
}

function written(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
