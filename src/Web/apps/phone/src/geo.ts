import type { MapPoint } from './sandbox.ts'

/** Metres per degree of latitude on the sphere that is near enough for a sketch and for walking 2 km. */
const DEGREE = 111_195

const A = 6378245.0
const EE = 0.00669342162296594323

/** WGS-84 → GCJ-02, the shift that phones in mainland China report. Degrees. */
export function toGcj02({ latitude, longitude }: MapPoint): MapPoint {
  const x = longitude - 105
  const y = latitude - 35
  const swing = (v: number) => (20 * Math.sin(6 * x * Math.PI) + 20 * Math.sin(2 * x * Math.PI)) * 2 / 3 + v
  let north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x))
    + (20 * Math.sin(y * Math.PI) + 40 * Math.sin(y / 3 * Math.PI)) * 2 / 3
    + (160 * Math.sin(y / 12 * Math.PI) + 320 * Math.sin(y * Math.PI / 30)) * 2 / 3
  let east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x))
    + (20 * Math.sin(x * Math.PI) + 40 * Math.sin(x / 3 * Math.PI)) * 2 / 3
    + (150 * Math.sin(x / 12 * Math.PI) + 300 * Math.sin(x / 30 * Math.PI)) * 2 / 3
  north = swing(north)
  east = swing(east)
  const rad = latitude * Math.PI / 180
  const magic = 1 - EE * Math.sin(rad) ** 2
  const root = Math.sqrt(magic)
  return {
    latitude: latitude + north * 180 / (A * (1 - EE) / (magic * root) * Math.PI),
    longitude: longitude + east * 180 / (A / root * Math.cos(rad) * Math.PI),
  }
}

/** GCJ-02 → WGS-84 by closing in; good to a centimetre. */
export function toWgs84(p: MapPoint): MapPoint {
  let guess = p
  for (let i = 0; i < 6; i++) {
    const there = toGcj02(guess)
    guess = { latitude: guess.latitude + p.latitude - there.latitude, longitude: guess.longitude + p.longitude - there.longitude }
  }
  return guess
}

/** Metres east and north of an origin, both in WGS-84. */
export function metresFrom(origin: MapPoint, p: MapPoint): { east: number; north: number } {
  return {
    east: (p.longitude - origin.longitude) * DEGREE * Math.cos(origin.latitude * Math.PI / 180),
    north: (p.latitude - origin.latitude) * DEGREE,
  }
}

export function moved(origin: MapPoint, east: number, north: number): MapPoint {
  return {
    latitude: origin.latitude + north / DEGREE,
    longitude: origin.longitude + east / (DEGREE * Math.cos(origin.latitude * Math.PI / 180)),
  }
}

export interface Xy { x: number; y: number }

export function inside(ring: Xy[], p: Xy): boolean {
  let is = false
  ring.forEach((a, i) => {
    const b = ring[(i + 1) % ring.length]!
    if (a.y > p.y !== b.y > p.y && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x) is = !is
  })
  return is
}

/** Distance to the ring's nearest edge, in the unit of the coordinates. */
export function toEdge(ring: Xy[], p: Xy): number {
  return Math.min(...ring.map((a, i) => {
    const b = ring[(i + 1) % ring.length]!
    const length = (b.x - a.x) ** 2 + (b.y - a.y) ** 2
    const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((p.x - a.x) * (b.x - a.x) + (p.y - a.y) * (b.y - a.y)) / length))
    return Math.hypot(p.x - a.x - t * (b.x - a.x), p.y - a.y - t * (b.y - a.y))
  }))
}
