import { expect, it } from 'vitest'
import { distanceTo, distanceToMiddle, metresAcross, middleOnMap, sketch } from '../features/fence'
import { lightOf } from '../lib/light'
import { clock, day, dayNear, elapsed, metres, minutes, titleAndWhy } from '../features/words'

it('writes times of Shanghai wherever the phone is', () => {
  expect(clock('2026-03-01T16:05:00Z')).toBe('00:05')
  expect(day('2026-03-01T16:05:00Z')).toBe('3月2日')
  const now = Date.parse('2026-03-02T15:00:00Z')
  expect(['2026-03-01T16:05:00Z', '2026-03-01T15:55:00Z', '2026-02-28T15:00:00Z'].map((at) => dayNear(at, now))).toEqual(['今天', '昨天', '2月28日'])
})

it('counts a stay up, and never below zero', () => {
  const start = Date.parse('2026-03-01T00:00:00Z')
  expect(elapsed('2026-03-01T00:00:00Z', start + 3_723_000)).toBe('1:02:03')
  expect(elapsed('2026-03-01T00:00:00Z', start - 5000)).toBe('0:00:00')
  expect(minutes(135)).toBe('2 小时 15 分')
})

it('keeps a figure and its unit together', () => {
  expect(metres(38.4)).toBe('38\u00a0m')
  expect(metres(1234)).toBe('1.2\u00a0km')
})

it('makes title and reason of a problem', () => {
  expect(titleAndWhy('还没到现场。您离项目围栏 2 km，走进围栏再开始。')).toEqual(['还没到现场', '您离项目围栏 2 km，走进围栏再开始。'])
  expect(titleAndWhy('您已经在这里执业了，直接去记录就可以。')).toEqual(['您已经在这里执业了', '直接去记录就可以。'])
  expect(titleAndWhy('您不在「澄湖商务中心 A 座」的人员名单里，不能开始执业。请联系项目负责人。')[0]).toBe('这次没有办成')
})

const fence = [[31.2, 121.4], [31.2, 121.402], [31.202, 121.402], [31.202, 121.4]].map(([latitude, longitude]) => ({ latitude: latitude!, longitude: longitude! }))

it('measures to the nearest edge, nothing within', () => {
  expect(distanceTo(fence, { latitude: 31.201, longitude: 121.401 })).toBe(0)
  expect(distanceTo(fence, { latitude: 31.211, longitude: 121.401 })!).toBeCloseTo(1000.8, 0)
  expect(distanceTo([], { latitude: 31.2, longitude: 121.4 })).toBeNull()
})

it('tells how wide a fence is', () => {
  expect(metresAcross(fence)).toBeCloseTo(222.4, 0)
})

it('draws me inside in the calm colour, outside in red with a line', () => {
  const drawn = (latitude: number) => decodeURIComponent(sketch(fence, { latitude, longitude: 121.401, accuracy: 12 }))
  expect(drawn(31.201)).not.toContain('#B4261C')
  expect(drawn(31.25)).toContain('#B4261C')
  expect(drawn(31.25)).toContain('您在这里')
  expect(drawn(31.25)).toContain('距围栏 5.3\u00a0km')
  expect(sketch([], null)).toBe('')
})

it('leads to the middle of the fence, by the coordinates of the maps there', () => {
  expect(distanceToMiddle(fence, { latitude: 31.201, longitude: 121.401 })).toBeCloseTo(0, 3)
  const { latitude, longitude } = middleOnMap(fence)
  // maps in mainland China are shifted by some hundred metres; near Shanghai south by about 220 m and east by about 420 m
  expect((latitude - 31.201) * 111_195).toBeGreaterThan(-400)
  expect((latitude - 31.201) * 111_195).toBeLessThan(-100)
  expect((longitude - 121.401) * 95_000).toBeGreaterThan(300)
  expect((longitude - 121.401) * 95_000).toBeLessThan(600)
})

it('hints at light from the middle of the picture', () => {
  const picture = (middle: number, edge: number) => Uint8ClampedArray.from({ length: 64 * 64 * 4 }, (_, i) => {
    const [x, y] = [(i >> 2) % 64, Math.floor((i >> 2) / 64)]
    return x >= 16 && x < 48 && y >= 16 && y < 48 ? middle : edge
  })
  expect(lightOf(picture(120, 0), 64, 64)).toBe('enough')
  expect(lightOf(picture(30, 255), 64, 64)).toBe('dark')
  expect(lightOf(picture(250, 0), 64, 64)).toBe('glaring')
})
