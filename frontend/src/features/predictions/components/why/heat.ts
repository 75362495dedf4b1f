export interface HeatCell {
  top: number
  left: number
  height: number
  width: number
  contribution: number
}

interface Part {
  /** Flat, row-major position of the part's first element, and one past its last. */
  start?: number | null
  end?: number | null
  contribution: number
}

export interface Heat {
  cells: HeatCell[]
  /** The largest contribution in size, to scale by; above 0. */
  strongest: number
}

function cellOf({ start, end, contribution }: Part, width: number): HeatCell | null {
  if (typeof start !== 'number' || typeof end !== 'number' || end <= start) return null
  const last = end - 1
  const top = Math.floor(start / width)
  const left = start % width
  return {
    top,
    left,
    height: Math.floor(last / width) - top + 1,
    width: (last % width) - left + 1,
    contribution,
  }
}

/** Parts of a tensor as cells of rows that are `width` long; what changed nothing is left out. */
export function heatOf(parts: readonly Part[], width: number): Heat {
  const cells = parts
    .filter((part) => part.contribution !== 0)
    .map((part) => cellOf(part, width))
    .filter((cell) => cell !== null)
  const strongest = Math.max(...cells.map((cell) => Math.abs(cell.contribution)), Number.EPSILON)
  return { cells, strongest }
}
