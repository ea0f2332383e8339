import { expect, it } from 'vitest'
import { distanceTo, sketch } from '../features/fence'
import { clock, day, elapsed, metres, minutes, titleAndWhy } from '../features/words'

it('writes times of Shanghai wherever the phone is', () => {
  expect(clock('2026-03-01T16:05:00Z')).toBe('00:05')
  expect(day('2026-03-01T16:05:00Z')).toBe('3月2日')
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

it('draws me inside in the calm colour, outside in red with a line', () => {
  const drawn = (latitude: number) => decodeURIComponent(sketch(fence, { latitude, longitude: 121.401, accuracy: 12 }))
  expect(drawn(31.201)).not.toContain('#B4261C')
  expect(drawn(31.25)).toContain('#B4261C')
  expect(drawn(31.25)).toContain('您在这里')
  expect(sketch([], null)).toBe('')
})
