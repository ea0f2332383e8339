import { describe, expect, it } from 'vitest'
import { inside, metresFrom, moved, toEdge, toGcj02, toWgs84 } from './geo.ts'

describe('where the phone believes to be', () => {
  it('shifts as mainland phones do: about half a kilometre in Shanghai', () => {
    const shifted = toGcj02({ latitude: 31.2304, longitude: 121.4737 })
    expect(shifted.latitude).toBeCloseTo(31.22846, 4)
    expect(shifted.longitude).toBeCloseTo(121.47823, 4)
  })
  it('comes back to the centimetre', () => {
    const back = toWgs84(toGcj02({ latitude: 43.8256, longitude: 87.6168 }))
    expect(Math.abs(metresFrom({ latitude: 43.8256, longitude: 87.6168 }, back).north)).toBeLessThan(0.01)
    expect(Math.abs(metresFrom({ latitude: 43.8256, longitude: 87.6168 }, back).east)).toBeLessThan(0.01)
  })
  it('walks so many metres', () => {
    const origin = { latitude: 31.2304, longitude: 121.4737 }
    expect(metresFrom(origin, moved(origin, 120, -2000))).toMatchObject({ east: expect.closeTo(120, 3), north: expect.closeTo(-2000, 3) })
  })
  it('knows inside from outside and how far the edge is', () => {
    const square = [{ x: 0, y: 0 }, { x: 100, y: 0 }, { x: 100, y: 100 }, { x: 0, y: 100 }]
    expect(inside(square, { x: 50, y: 50 })).toBe(true)
    expect(inside(square, { x: 150, y: 50 })).toBe(false)
    expect(toEdge(square, { x: 150, y: 50 })).toBeCloseTo(50)
  })
})
