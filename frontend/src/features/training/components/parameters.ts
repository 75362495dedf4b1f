import type { Scalar } from '@/api/types'

export type Parameters = Record<string, Scalar>

/** What was typed for a parameter, in the type that the parameter has; null where it is not that. */
export function parsedParameter(text: string, like: Scalar): Scalar {
  const trimmed = text.trim()
  if (typeof like === 'boolean') return trimmed === 'true'
  if (typeof like !== 'number') return trimmed
  const number = Number(trimmed)
  return trimmed === '' || !Number.isFinite(number) ? null : number
}

/** Only what differs from the present version's parameters is asked for anew. */
export function changedParameters(present: Parameters, wanted: Parameters): Parameters {
  return Object.fromEntries(
    Object.entries(wanted).filter(([name, value]) => value !== null && value !== present[name]),
  )
}
