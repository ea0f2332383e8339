// Where I am relative to a project's fence, and the sketch of it. What counts is what the server measures; this is for the eye, and for
// telling somebody on the way that he is not there yet.
import type { Position } from '../lib/phone'
import { metres } from './words'

export interface FencePoint { latitude: number; longitude: number }

const METRES_PER_DEGREE = 111_195

interface Spot { x: number; y: number }

/** Metres east and south of the fence's first corner; exact enough for the few kilometres that matter. */
function flat(at: FencePoint, origin: FencePoint): Spot {
  return {
    x: (at.longitude - origin.longitude) * METRES_PER_DEGREE * Math.cos((origin.latitude * Math.PI) / 180),
    y: (origin.latitude - at.latitude) * METRES_PER_DEGREE,
  }
}

/** Metres to the fence's nearest edge; 0 within. Null where nobody has drawn a fence. */
export function distanceTo(fence: readonly FencePoint[], me: FencePoint): number | null {
  if (fence.length < 3) return null
  const ring = fence.map((corner) => flat(corner, fence[0]!))
  const spot = flat(me, fence[0]!)
  return contains(ring, spot) ? 0 : Math.min(...ring.map((from, i) => distance(spot, nearest(spot, from, ring[(i + 1) % ring.length]!))))
}

/** Metres to the middle of the fence: within it, a figure that still says something. */
export function distanceToMiddle(fence: readonly FencePoint[], me: FencePoint): number {
  return distance(flat(me, fence[0]!), middleOf(fence.map((corner) => flat(corner, fence[0]!))))
}

/** The middle of the fence, in the shift that maps in mainland China use (GCJ-02): where WeChat's map shall lead. */
export function middleOnMap(fence: readonly FencePoint[]): FencePoint {
  const of = (values: number[]) => (Math.min(...values) + Math.max(...values)) / 2
  return toGcj02({ latitude: of(fence.map((p) => p.latitude)), longitude: of(fence.map((p) => p.longitude)) })
}

const [AXIS, ECCENTRICITY] = [6378245.0, 0.00669342162296594323]

function toGcj02({ latitude, longitude }: FencePoint): FencePoint {
  const [x, y, turn] = [longitude - 105, latitude - 35, Math.PI]
  const swing = 20 * Math.sin(6 * x * turn) + 20 * Math.sin(2 * x * turn)
  const north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x))
    + ((swing + 20 * Math.sin(y * turn) + 40 * Math.sin((y / 3) * turn) + 160 * Math.sin((y / 12) * turn) + 320 * Math.sin((y * turn) / 30)) * 2) / 3
  const east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x))
    + ((swing + 20 * Math.sin(x * turn) + 40 * Math.sin((x / 3) * turn) + 150 * Math.sin((x / 12) * turn) + 300 * Math.sin((x / 30) * turn)) * 2) / 3
  const radians = (latitude * turn) / 180
  const magic = 1 - ECCENTRICITY * Math.sin(radians) ** 2
  return {
    latitude: latitude + (north * 180) / (((AXIS * (1 - ECCENTRICITY)) / magic ** 1.5) * turn),
    longitude: longitude + (east * 180) / ((AXIS / Math.sqrt(magic)) * Math.cos(radians) * turn),
  }
}

function middleOf(ring: Spot[]): Spot {
  const of = (values: number[]) => (Math.min(...values) + Math.max(...values)) / 2
  return { x: of(ring.map((p) => p.x)), y: of(ring.map((p) => p.y)) }
}

/** From the westernmost corner to the easternmost, or from north to south, whichever is further. */
export function metresAcross(fence: readonly FencePoint[]): number {
  const ring = fence.map((corner) => flat(corner, fence[0]!))
  const span = (of: number[]) => Math.max(...of) - Math.min(...of)
  return Math.max(span(ring.map((p) => p.x)), span(ring.map((p) => p.y)))
}

function contains(ring: Spot[], { x, y }: Spot): boolean {
  let within = false
  ring.forEach((a, i) => {
    const b = ring[(i + 1) % ring.length]!
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) within = !within
  })
  return within
}

function nearest(spot: Spot, a: Spot, b: Spot): Spot {
  const [dx, dy] = [b.x - a.x, b.y - a.y]
  const share = Math.max(0, Math.min(1, ((spot.x - a.x) * dx + (spot.y - a.y) * dy) / (dx * dx + dy * dy || 1)))
  return { x: a.x + share * dx, y: a.y + share * dy }
}

const distance = (a: Spot, b: Spot) => Math.hypot(a.x - b.x, a.y - b.y)

const WIDTH = 343

/** 围栏图: fence dashed, me a dot with its accuracy; outside a red line to the nearest edge. An SVG for an <image>; no map tiles, no network. */
export function sketch(fence: readonly FencePoint[], me: Position | null, height = 150): string {
  if (fence.length < 3) return ''
  const ring = fence.map((corner) => flat(corner, fence[0]!))
  const xs = ring.map((p) => p.x)
  const ys = ring.map((p) => p.y)
  const middle = middleOf(ring)
  const span = Math.max((Math.max(...xs) - Math.min(...xs)) / WIDTH, (Math.max(...ys) - Math.min(...ys)) / height, 0.01)
  const spot = me ? flat(me, fence[0]!) : null
  const outside = spot !== null && !contains(ring, spot)
  // Outside, the fence makes room on my side; one who is far away stands at the edge, and the figure says how far
  const scale = (outside ? 0.34 : 0.62) / span
  const away = outside ? distance(spot, middle) : 1
  const shift = outside ? { x: (-80 * (spot.x - middle.x)) / away, y: (-0.22 * height * (spot.y - middle.y)) / away } : { x: 0, y: 0 }
  const on = (p: Spot): Spot => ({ x: WIDTH / 2 + shift.x + (p.x - middle.x) * scale, y: height / 2 + shift.y + (p.y - middle.y) * scale })
  const clamped = (p: Spot): Spot => ({ x: Math.max(30, Math.min(WIDTH - 30, p.x)), y: Math.max(26, Math.min(height - 26, p.y)) })
  const corners = ring.map(on).map((p) => `${p.x.toFixed(1)},${p.y.toFixed(1)}`).join(' ')
  const above = Math.min(...ring.map((p) => on(p).y)) - 8
  const below = Math.max(...ring.map((p) => on(p).y)) + 17
  const shapes = [
    `<rect width="${WIDTH}" height="${height}" fill="#EDF1F0"/>`,
    `<path d="M0 ${height - 22}H${WIDTH}M66 0V${height}M${WIDTH - 66} 0V${height}" stroke="#fff" stroke-width="11" fill="none"/>`,
    `<polygon points="${corners}" fill="#0F5A6B" fill-opacity=".08" stroke="#0F5A6B" stroke-width="2" stroke-dasharray="7 5"/>`,
    label(on(middle).x, outside && spot.y < middle.y ? Math.min(height - 5, below) : Math.max(12, above), '项目围栏', '#0F5A6B'),
  ]
  if (spot && me) {
    const dot = clamped(on(spot))
    const colour = outside ? '#B4261C' : '#0F5A6B'
    if (outside) {
      const edge = on(ring.map((a, i) => nearest(spot, a, ring[(i + 1) % ring.length]!)).sort((a, b) => distance(spot, a) - distance(spot, b))[0]!)
      shapes.push(`<path d="M${dot.x} ${dot.y}L${edge.x} ${edge.y}" stroke="${colour}" stroke-width="2" stroke-dasharray="5 4"/>`)
      // beside the line where it runs up and down, on its middle else: the label never covers the fence or me
      const steep = Math.abs(dot.y - edge.y) > Math.abs(dot.x - edge.x)
      shapes.push(label((dot.x + edge.x) / 2 + (steep ? 52 : 0), (dot.y + edge.y) / 2 + (steep ? 4 : -6), `距围栏 ${metres(distanceTo(fence, me)!)}`, colour))
    }

    const halo = Math.max(12, Math.min(40, me.accuracy * scale))
    shapes.push(`<circle cx="${dot.x}" cy="${dot.y}" r="${halo}" fill="${colour}" fill-opacity=".18"/>`,
      `<circle cx="${dot.x}" cy="${dot.y}" r="6" fill="${colour}" stroke="#fff" stroke-width="2.5"/>`)
    if (outside) shapes.push(label(dot.x + (dot.x > WIDTH / 2 + 60 ? -46 : 46), dot.y + 4, '您在这里', '#13202A'))
  }

  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}">${shapes.join('')}</svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg).replace(/[()']/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)}`
}

function label(x: number, y: number, text: string, colour: string): string {
  const half = [...text].reduce((sum, sign) => sum + (sign > '\u2000' ? 5.5 : 3.2), 6)
  const at = Math.max(half + 2, Math.min(WIDTH - half - 2, x))
  return `<rect x="${(at - half).toFixed(1)}" y="${(y - 12).toFixed(1)}" width="${(half * 2).toFixed(1)}" height="16" rx="4" fill="#fff"/><text x="${at.toFixed(1)}" y="${y.toFixed(1)}" font-size="11" font-weight="600" text-anchor="middle" fill="${colour}">${text}</text>`
}
