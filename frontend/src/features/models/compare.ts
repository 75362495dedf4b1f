/** Versions beside each other: the same things in one row, what differs first. */
import type { Metric, Scalar, Slice, VersionDetail } from '@/api/types'

export const MOST_COMPARED = 4

/** The versions that an address names: different ones, that there are, at most so many. */
export function versionsFrom(named: string | undefined, known: readonly number[]): number[] {
  const numbers = (named ?? '').split(',').map(Number)
  return [...new Set(numbers)].filter((number) => known.includes(number)).slice(0, MOST_COMPARED)
}

export interface Compared<T> {
  name: string
  /** One a version, in their order; null where the version has none. */
  cells: (T | null)[]
  differs: boolean
}

function rows<T>(
  versions: readonly VersionDetail[],
  read: (version: VersionDetail) => ReadonlyMap<string, T>,
  same: (one: T, other: T) => boolean,
): Compared<T>[] {
  const read_ = versions.map(read)
  const names = new Set(read_.flatMap((found) => [...found.keys()]))
  return [...names].map((name) => {
    const cells = read_.map((found) => found.get(name) ?? null)
    const [first = null] = cells
    const differs = cells.some((cell) =>
      cell === null || first === null ? cell !== first : !same(cell, first),
    )
    return { name, cells, differs }
  })
}

/** What was asked of each training; null is a value, too, and so is none. */
export function parameterRows(versions: readonly VersionDetail[]): Compared<string>[] {
  const written = (value: Scalar) => (typeof value === 'string' ? value : JSON.stringify(value))
  const found = rows(
    versions,
    ({ manifest }) =>
      new Map(Object.entries(manifest.parameters).map(([name, value]) => [name, written(value)])),
    (one, other) => one === other,
  )
  return found.toSorted((a, b) => Number(b.differs) - Number(a.differs))
}

/** By name, the metric first that stands for the model. */
export function metricRows(versions: readonly VersionDetail[]): Compared<Metric>[] {
  const headline = versions.find(({ evaluation }) => evaluation)?.evaluation?.headline
  const found = rows(
    versions,
    ({ evaluation }) => new Map((evaluation?.metrics ?? []).map((one) => [one.name, one])),
    (one, other) => one.value === other.value,
  )
  return found.toSorted((a, b) => Number(b.name === headline) - Number(a.name === headline))
}

/** Parts of the held-out rows, those first whose scores lie furthest apart. */
export function sliceRows(versions: readonly VersionDetail[]): Compared<Slice>[] {
  const spread = ({ cells }: Compared<Slice>) => {
    const scores = cells.flatMap((cell) => (cell ? [cell.score] : []))
    return scores.length < 2 ? -1 : Math.max(...scores) - Math.min(...scores)
  }
  return rows(
    versions,
    ({ evaluation }) =>
      new Map((evaluation?.slices ?? []).map((one) => [`${one.feature}=${one.value}`, one])),
    (one, other) => one.score === other.score,
  ).toSorted((a, b) => spread(b) - spread(a))
}

/** Whether all were judged on as many rows, cut the same way, of the same data. */
export function judgedAlike(versions: readonly VersionDetail[]): boolean {
  const judged = versions.map(({ evaluation, manifest }) =>
    JSON.stringify([
      evaluation?.split.en,
      evaluation?.holdout_rows,
      manifest.data?.sha256,
      manifest.parameters.train_to,
      manifest.parameters.holdout_to,
    ]),
  )
  return new Set(judged).size <= 1
}

/** The version that one was made from by recalibration; null for one trained by itself. */
export function parentOf({ manifest }: VersionDetail): number | null {
  const parent = manifest.parameters.parent_version
  return typeof parent === 'number' ? parent : null
}
