/** What follows from other values of the form, so that a visitor need not look it up. */
import type { Row } from '@/api/types'
import { distanceMiles } from '@/lib/geography'

import type { FormField, FormGroup } from './fields'

const DISTANCE_FIELD = 'distance_miles'

function placeOf({ field, options }: FormField, values: Row) {
  const option = options.find((candidate) => candidate.value === values[field.name])
  if (!option || option.latitude === null || option.longitude === null) return null
  return { latitude: option.latitude, longitude: option.longitude }
}

/**
 * Where a form has two airports and their distance, choosing an airport sets the distance along
 * the great circle. The visitor may still change it; only an airport's change sets it again.
 */
export function withDerived(groups: FormGroup[], values: Row, changed: string): Row {
  const fields = groups.flatMap((group) => group.fields)
  const airports = fields.filter((item) => item.kind === 'airport')
  if (!airports.some((item) => item.field.name === changed)) return values
  if (!fields.some((item) => item.field.name === DISTANCE_FIELD)) return values
  const [from, to] = airports.map((item) => placeOf(item, values))
  if (!from || !to) return values
  return { ...values, [DISTANCE_FIELD]: Math.round(distanceMiles(from, to)) }
}
