import { type Place, radians } from '@/lib/geography'

/**
 * Albers' equal-area conic projection of the contiguous United States (Snyder 1987, Map
 * Projections: A Working Manual, section 14), with Alaska, Hawaii and the Caribbean as insets.
 */
export interface Position {
  x: number
  y: number
}

export const MAP_WIDTH = 960
export const MAP_HEIGHT = 600

interface Conic {
  parallels: [number, number]
  centre: Place
  scale: number
  /** Where the centre lies on the map. */
  at: Position
}

const CONTIGUOUS: Conic = {
  parallels: [29.5, 45.5],
  centre: { longitude: -96, latitude: 38.4 },
  scale: 1180,
  at: { x: 468, y: 285 },
}
const ALASKA: Conic = {
  parallels: [55, 65],
  centre: { longitude: -152, latitude: 63 },
  scale: 400,
  at: { x: 118, y: 500 },
}
const HAWAII: Conic = {
  parallels: [8, 18],
  centre: { longitude: -157.5, latitude: 20.6 },
  scale: 1180,
  at: { x: 290, y: 545 },
}
const CARIBBEAN: Conic = {
  parallels: [8, 18],
  centre: { longitude: -66, latitude: 18.2 },
  scale: 1400,
  at: { x: 890, y: 555 },
}

function conicFor({ longitude, latitude }: Place): Conic {
  if (latitude > 50) return ALASKA
  if (longitude < -140) return HAWAII
  return latitude < 20 ? CARIBBEAN : CONTIGUOUS
}

/** Position on a map of MAP_WIDTH × MAP_HEIGHT. */
export function project(place: Place): Position {
  const { parallels, centre, scale, at } = conicFor(place)
  const [south, north] = parallels.map(radians) as [number, number]
  const n = (Math.sin(south) + Math.sin(north)) / 2
  const c = Math.cos(south) ** 2 + 2 * n * Math.sin(south)
  const radius = (latitude: number) => Math.sqrt(c - 2 * n * Math.sin(radians(latitude))) / n
  // The Aleutians cross the date line.
  const longitude = place.longitude > 0 ? place.longitude - 360 : place.longitude
  const angle = n * radians(longitude - centre.longitude)
  return {
    x: at.x + scale * radius(place.latitude) * Math.sin(angle),
    y: at.y - scale * (radius(centre.latitude) - radius(place.latitude) * Math.cos(angle)),
  }
}
