/** Single settings of a policy, named by their path as the API names them. */
import type { Policy } from '@/api/types'

type PathsOf<Part, Kind> = {
  [Name in keyof Part & string]: Part[Name] extends readonly unknown[]
    ? never
    : Part[Name] extends Kind
      ? Name
      : Part[Name] extends object
        ? `${Name}.${PathsOf<Part[Name], Kind>}`
        : never
}[keyof Part & string]

export type NumberPath = PathsOf<Policy, number | null>
export type SwitchPath = PathsOf<Policy, boolean>

type Tree = Record<string, unknown>

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function at(policy: Policy, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((part, name) => (isTree(part) ? part[name] : undefined), policy)
}

export function numberAt(policy: Policy, path: NumberPath): number | null {
  const value = at(policy, path)
  return typeof value === 'number' ? value : null
}

export function isOn(policy: Policy, path: SwitchPath): boolean {
  return at(policy, path) === true
}

function withPart(tree: Tree, [name = '', ...rest]: string[], value: unknown): Tree {
  const inner = tree[name]
  return {
    ...tree,
    [name]: rest.length > 0 && isTree(inner) ? withPart(inner, rest, value) : value,
  }
}

/** The same policy with another value at a path that it has. */
export function withSetting(
  policy: Policy,
  path: NumberPath | SwitchPath,
  value: number | boolean | null,
): Policy {
  return withPart(policy, path.split('.'), value) as Policy
}

export interface Change {
  path: string
  before: unknown
  after: unknown
}

/** One setting each, whatever they hold. */
const WHOLE: ReadonlySet<string> = new Set(['retraining.parameters'])

/** Every setting that differs, by path; a list counts as one setting. */
export function changes(before: unknown, after: unknown, path = ''): Change[] {
  if (isTree(before) && isTree(after) && !WHOLE.has(path)) {
    return Object.keys(after).flatMap((name) =>
      changes(before[name], after[name], path ? `${path}.${name}` : name),
    )
  }
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ path, before, after }]
}
