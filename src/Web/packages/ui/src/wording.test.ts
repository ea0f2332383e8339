import { describe, expect, it } from 'vitest'
import * as say from './wording.ts'

const now = new Date('2025-11-20T13:08:00+08:00')

describe('dates are said in Shanghai, whatever the phone\'s zone', () => {
  it.each([
    ['2025-11-20T13:07:00+08:00', '今天 13:07'],
    ['2025-11-19T16:01:00Z', '今天 00:01'],
    ['2025-11-19T18:04:00+08:00', '昨天 18:04'],
    ['2025-11-05T09:00:00+08:00', '11月5日 09:00'],
    ['2024-12-31T20:00:00Z', '1月1日 04:00'],
    ['2024-12-31T10:00:00Z', '2024年12月31日'],
  ])('%s is %s', (at, words) => expect(say.when(at, now)).toBe(words))
  it('counts the days left of a month, none on its last evening', () => {
    expect(say.daysLeft('2025-11', now)).toBe(10)
    expect(say.daysLeft('2025-11', new Date('2025-11-30T23:59:00+08:00'))).toBe(0)
  })
  it('takes the month from Shanghai at the turn of the year', () => {
    expect(say.thisMonth(new Date('2025-12-31T16:30:00Z'))).toBe('2026-01')
  })
  it('reads a plain day without shifting it', () => {
    expect(say.day('2025-11-22')).toBe('11月22日')
    expect(say.fullDay('2025-11-22')).toBe('2025年11月22日')
  })
})

describe('how long something waits', () => {
  it.each([['2025-11-20T13:07:40+08:00', '刚刚'], ['2025-11-20T12:20:00+08:00', '48 分钟'], ['2025-11-19T18:04:00+08:00', '19 小时'], ['2025-11-14T09:00:00+08:00', '6 天'], ['2025-11-20T14:00:00+08:00', '刚刚']])('%s: %s', (since, words) => expect(say.age(since, now)).toBe(words))
})

describe('figures', () => {
  it('uses metres up to a kilometre', () => {
    expect([say.metres(38.4), say.metres(999), say.metres(1204), say.metres(12_340)]).toEqual(['38 m', '999 m', '1.2 km', '12 km'])
  })
  it('never rounds a score up over its threshold', () => {
    expect([say.score(.7999), say.score(.8), say.score(.93)]).toEqual(['0.79', '0.80', '0.93'])
  })
  it('says durations', () => {
    expect([say.hours(169), say.lasting(128), say.lasting(46)]).toEqual(['2:49', '2 小时 08 分', '46 分'])
  })
  it('takes the first clause as heading only when it is one', () => {
    expect(say.heading('2 号泵出口压力 0.28 MPa，低于铭牌值。', '手动启动')).toBe('2 号泵出口压力 0.28 MPa')
    expect(say.heading('坏了。', '手动启动')).toBe('手动启动')
    expect(say.heading('', '手动启动')).toBe('手动启动')
  })
  it('groups a hash in fours', () => {
    expect(say.hashGroups('9f3a51c07b2e')).toEqual(['9F3A', '51C0', '7B2E'])
  })
})
