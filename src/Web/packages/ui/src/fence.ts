/**
 * Geometry of the fence sketch. Degrees in (WGS-84 or GCJ-02, but all of one kind), metres between,
 * view-box units out. A fence is some hundred metres wide, so a plane through its centre is exact
 * to centimetres; the server's measure on the ellipsoid decides, this one only draws.
 */
export interface Point { latitude: number; longitude: number }
interface XY { x: number; y: number }

const METRES_PER_DEGREE = 111_320

function plane(origin: Point) {
  const east = METRES_PER_DEGREE * Math.cos(origin.latitude * Math.PI / 180)
  return (p: Point): XY => ({ x: (p.longitude - origin.longitude) * east, y: (origin.latitude - p.latitude) * METRES_PER_DEGREE })
}

/** The ring around a marked point, as the server draws it. */
export function around(middle: Point, metres: number): Point[] {
  const east = METRES_PER_DEGREE * Math.cos(middle.latitude * Math.PI / 180)
  return Array.from({ length: 24 }, (_, i) => i * Math.PI / 12).map(a => ({
    latitude: middle.latitude + metres * Math.cos(a) / METRES_PER_DEGREE, longitude: middle.longitude + metres * Math.sin(a) / east,
  }))
}

/** Two figures as they are copied from a map's coordinate picker: latitude and longitude in either order. */
export function placeIn(text: string): Point | undefined {
  const [a, b, ...rest] = text.match(/\d+(?:\.\d+)?/g)?.map(Number) ?? []
  if (a === undefined || b === undefined || rest.length) return undefined
  return a > b ? { latitude: b, longitude: a } : { latitude: a, longitude: b }
}

export function inside(p: XY, ring: XY[]): boolean {
  let within = false
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const a = ring[i]!, b = ring[j]!
    if ((a.y > p.y) !== (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x) within = !within
  }
  return within
}

/** The point of the ring's edge that is nearest to `p`. */
export function nearestOnEdge(p: XY, ring: XY[]): XY {
  let best = ring[0]!, bestSquare = Infinity
  ring.forEach((a, i) => {
    const b = ring[(i + 1) % ring.length]!
    const dx = b.x - a.x, dy = b.y - a.y
    const along = dx || dy ? Math.max(0, Math.min(1, ((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy))) : 0
    const foot = { x: a.x + along * dx, y: a.y + along * dy }
    const square = (p.x - foot.x) ** 2 + (p.y - foot.y) ** 2
    if (square < bestSquare) { best = foot; bestSquare = square }
  })
  return best
}

export interface Sketch {
  ring: string
  buildings: string[]
  track: string
  /** where the name of the fence stands: above its top edge */
  label: XY
  person?: XY & { halo: number; inside: boolean; edge: XY; metres: number }
  second?: XY & { inside: boolean }
}

/**
 * Fits fence, person and track into `width` × `height` with a margin, north up, to one scale on both axes.
 * @param track the ways between its gaps: nobody knows how one led to the next
 */
export function sketch(width: number, height: number, fence: Point[], person?: Point & { accuracyMetres?: number | null }, track: Point[][] = [], buildings: Point[][] = [], second?: Point): Sketch | null {
  if (fence.length < 3) return null
  const flat = plane(fence[0]!)
  const ring = fence.map(flat)
  const seen = [...ring, ...(person ? [flat(person)] : []), ...(second ? [flat(second)] : [])]
  const xs = seen.map(p => p.x), ys = seen.map(p => p.y)
  const left = Math.min(...xs), right = Math.max(...xs), top = Math.min(...ys), bottom = Math.max(...ys)
  const marginX = width * .2, marginTop = height * .26, marginBottom = height * .22
  const scale = Math.min((width - 2 * marginX) / Math.max(right - left, 1), (height - marginTop - marginBottom) / Math.max(bottom - top, 1))
  const dx = (width - (right - left) * scale) / 2, dy = marginTop + (height - marginTop - marginBottom - (bottom - top) * scale) / 2
  const place = (p: XY): XY => ({ x: round((p.x - left) * scale + dx), y: round((p.y - top) * scale + dy) })
  const path = (points: XY[]) => points.map((p, i) => `${i ? 'L' : 'M'}${p.x} ${p.y}`).join('')

  const drawn = ring.map(place)
  const result: Sketch = {
    ring: path(drawn) + 'z',
    buildings: buildings.filter(b => b.length > 2).map(b => path(b.map(flat).map(place)) + 'z'),
    track: track.map(way => path(way.map(flat).map(place))).join(''),
    label: { x: round((Math.min(...drawn.map(p => p.x)) + Math.max(...drawn.map(p => p.x))) / 2), y: Math.min(...drawn.map(p => p.y)) },
  }
  if (person) {
    const at = flat(person), edge = nearestOnEdge(at, ring)
    result.person = {
      ...place(at), edge: place(edge), inside: inside(at, ring),
      halo: round(Math.max(12, Math.min((person.accuracyMetres ?? 0) * scale, height / 3))),
      metres: Math.hypot(at.x - edge.x, at.y - edge.y),
    }
  }
  if (second) result.second = { ...place(flat(second)), inside: inside(flat(second), ring) }
  return result
}

const round = (n: number) => Math.round(n * 10) / 10
