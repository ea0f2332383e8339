import { describe, expect, it } from 'vitest'
import { around, inside, nearestOnEdge, placeIn, sketch, type Point } from './fence.ts'

// about 200 m × 160 m in Shanghai
const fence: Point[] = [{ latitude: 31.2309, longitude: 121.4719 }, { latitude: 31.2309, longitude: 121.474 }, { latitude: 31.2294, longitude: 121.474 }, { latitude: 31.2294, longitude: 121.4719 }]
const numbers = (path: string) => [...path.matchAll(/-?[\d.]+/g)].map(Number)

describe('the fence sketch', () => {
  it('draws nothing from fewer than three corners', () => {
    expect(sketch(319, 176, fence.slice(0, 2))).toBeNull()
  })
  it('knows a person inside and the metres to the nearest edge', () => {
    const s = sketch(319, 176, fence, { latitude: 31.23, longitude: 121.473, accuracyMetres: 10 })!
    expect(s.person!.inside).toBe(true)
    expect(s.person!.metres).toBeCloseTo(66.8, 0)   // to the southern edge: 0.0006° of latitude
  })
  it('draws the red line to the nearest edge, not to the centre', () => {
    const s = sketch(319, 176, fence, { latitude: 31.23, longitude: 121.4845 })!
    expect(s.person!.inside).toBe(false)
    expect(s.person!.metres).toBeGreaterThan(990)
    expect(s.person!.metres).toBeLessThan(1010)
    expect(s.person!.edge.y).toBeCloseTo(s.person!.y, 0)   // due east: the foot lies on the eastern edge at the same height
  })
  it('keeps fence and person within the frame however far the person is', () => {
    for (const away of [0, .01, .5, 20]) {
      const s = sketch(319, 176, fence, { latitude: 31.23 - away, longitude: 121.4725 + away })!
      const all = [...numbers(s.ring), s.person!.x, s.person!.y]
      expect(Math.min(...all)).toBeGreaterThanOrEqual(0)
      expect(Math.max(s.person!.x, ...numbers(s.ring).filter((_, i) => i % 2 === 0))).toBeLessThanOrEqual(319)
      expect(Math.max(s.person!.y, ...numbers(s.ring).filter((_, i) => i % 2 === 1))).toBeLessThanOrEqual(176)
    }
  })
  it('draws a track with a gap as two ways', () => {
    const way = [{ latitude: 31.23, longitude: 121.473 }, { latitude: 31.2301, longitude: 121.4731 }]
    expect(sketch(319, 176, fence, undefined, [way, way])!.track.match(/M/g)).toHaveLength(2)
    expect(sketch(319, 176, fence)!.track).toBe('')
  })
  it('keeps one scale on both axes', () => {
    const [ax, ay, bx, , , cy] = numbers(sketch(319, 176, fence)!.ring)
    expect((bx! - ax!) / (cy! - ay!)).toBeCloseTo(199.9 / 167, 1)
  })
  it('draws the halo to scale and never smaller than a fingertip can see', () => {
    const halo = (accuracyMetres: number) => sketch(319, 176, fence, { latitude: 31.23, longitude: 121.473, accuracyMetres })!.person!.halo
    expect(halo(1)).toBe(12)
    expect(halo(50)).toBeGreaterThan(halo(30))
    expect(halo(5000)).toBeLessThanOrEqual(60)
  })
})

describe('plane geometry', () => {
  const notch = [{ x: 0, y: 0 }, { x: 10, y: 0 }, { x: 10, y: 10 }, { x: 5, y: 5 }, { x: 0, y: 10 }]
  it('treats a notch as outside', () => {
    expect(inside({ x: 5, y: 8 }, notch)).toBe(false)
    expect(inside({ x: 1, y: 8 }, notch)).toBe(true)
  })
  it('finds a corner when the corner is nearest', () => {
    expect(nearestOnEdge({ x: 13, y: -4 }, notch)).toEqual({ x: 10, y: 0 })
  })
})

describe('a marked place', () => {
  it('is read from what a map gives, in either order, and nothing else', () => {
    const here = { latitude: 31.2304, longitude: 121.4737 }
    for (const text of ['31.2304,121.4737', '121.4737, 31.2304', '31.2304，121.4737', 'lat 31.2304 lng 121.4737']) expect(placeIn(text)).toEqual(here)
    for (const text of ['', '31.2304', '上海', '31.2304,121.4737,5']) expect(placeIn(text)).toBeUndefined()
  })
  it('has a ring of its radius all around', () => {
    const ring = around({ latitude: 31.2304, longitude: 121.4737 }, 100)
    expect(ring).toHaveLength(24)
    const drawn = sketch(319, 176, ring, { latitude: 31.2304, longitude: 121.4737 })!
    expect(drawn.person!.inside).toBe(true)
    expect(drawn.person!.metres).toBeGreaterThan(98)
    expect(drawn.person!.metres).toBeLessThan(101)
  })
})
