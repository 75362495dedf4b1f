export interface TextPart {
  start?: number | null
  end?: number | null
  contribution: number
}

export interface Segment {
  text: string
  /** Null for what stands between the parts. */
  contribution: number | null
}

/**
 * The text cut at the parts' borders, nothing lost. Where parts overlap (a word and the phrase it
 * is in), each character gets the sum of what it is part of.
 */
export function segmentsOf(text: string, parts: readonly TextPart[]): Segment[] {
  // Positions count code points, as the server does; a string index would split an emoji.
  const characters = Array.from(text)
  const weights = new Array<number | null>(characters.length).fill(null)
  for (const { start, end, contribution } of parts) {
    for (let at = start ?? 0; at < Math.min(end ?? 0, characters.length); at += 1) {
      weights[at] = (weights[at] ?? 0) + contribution
    }
  }
  const segments: Segment[] = []
  characters.forEach((character, at) => {
    const contribution = weights[at] ?? null
    const last = segments.at(-1)
    if (last?.contribution === contribution) last.text += character
    else segments.push({ text: character, contribution })
  })
  return segments
}
