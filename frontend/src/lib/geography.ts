export interface Place {
  longitude: number
  latitude: number
}

export const radians = (degrees: number) => (degrees * Math.PI) / 180

const EARTH_RADIUS_MILES = 3958.8

/** Great-circle distance by the haversine formula. */
export function distanceMiles(from: Place, to: Place): number {
  const height = Math.sin(radians(to.latitude - from.latitude) / 2) ** 2
  const width = Math.sin(radians(to.longitude - from.longitude) / 2) ** 2
  const chord = height + Math.cos(radians(from.latitude)) * Math.cos(radians(to.latitude)) * width
  return 2 * EARTH_RADIUS_MILES * Math.asin(Math.sqrt(chord))
}
