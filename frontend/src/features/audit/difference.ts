/** One figure of an entry: what it was, and what it became. */
export interface Change {
  /** Names from the outside in. */
  path: string[]
  kind: 'changed' | 'added' | 'removed' | 'same'
  before: unknown
  after: unknown
}

type Leaves = Map<string, { path: string[]; value: unknown }>
type Figures = Readonly<Record<string, unknown>> | null

/**
 * What differs, in the order of what came after. What stayed as it was is told of the outermost
 * figures alone: of a large document only what changed is of interest.
 */
export function differences(before: Figures, after: Figures): Change[] {
  const old = leaves(before)
  const fresh = leaves(after)
  const keys = [...new Set([...fresh.keys(), ...old.keys()])]
  return keys
    .map((key) => changeOf(old.get(key), fresh.get(key)))
    .filter((change) => change !== null)
    .filter(({ kind, path }) => kind !== 'same' || path.length === 1)
}

type Leaf = { path: string[]; value: unknown } | undefined

function changeOf(old: Leaf, fresh: Leaf): Change | null {
  const path = fresh?.path ?? old?.path
  if (!path) return null
  const common = { path, before: old?.value, after: fresh?.value }
  if (!old) return { ...common, kind: 'added' }
  if (!fresh) return { ...common, kind: 'removed' }
  const isSame = JSON.stringify(old.value) === JSON.stringify(fresh.value)
  return { ...common, kind: isSame ? 'same' : 'changed' }
}

function leaves(figures: Figures): Leaves {
  const found: Leaves = new Map()
  const walk = (value: unknown, path: string[]) => {
    if (isNested(value)) {
      for (const [name, part] of Object.entries(value)) walk(part, [...path, name])
    } else found.set(JSON.stringify(path), { path, value })
  }
  if (figures) walk(figures, [])
  return found
}

/** Objects and lists of objects have parts of their own; a list of figures is one value. */
function isNested(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) return value.some((part) => typeof part === 'object' && part !== null)
  return Object.keys(value).length > 0
}
