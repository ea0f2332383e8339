import { describe, expect, it, vi } from 'vitest'
import { phoneWay, refusal } from './phone.ts'

function framed() {
  const asked: { id: number; method: string }[] = []
  const parent = { postMessage: (m: { id: number; method: string }) => void asked.push(m) }
  const listeners = new Set<(e: MessageEvent) => void>()
  const inside = { parent, addEventListener: (_: string, f: (e: MessageEvent) => void) => listeners.add(f), removeEventListener: (_: string, f: (e: MessageEvent) => void) => listeners.delete(f) } as unknown as Window
  const say = (source: unknown, data: unknown) => [...listeners].forEach(f => f({ source, data } as MessageEvent))
  return { way: phoneWay(inside), asked, parent, say }
}

describe('the phone around the page', () => {
  it('gives a GCJ-02 position', async () => {
    const { way, asked, parent, say } = framed()
    const place = way.locate()
    expect(asked[0]).toMatchObject({ type: 'wx', method: 'getLocation' })
    say(parent, { type: 'wx-result', id: asked[0]!.id, result: { latitude: 31.2, longitude: 121.4, accuracy: 12 } })
    expect(await place).toEqual({ latitude: 31.2, longitude: 121.4, accuracyMetres: 12, system: 'Gcj02' })
  })
  it('believes nobody but the phone itself, and no answer to another question', async () => {
    vi.useFakeTimers()
    const { way, asked, parent, say } = framed()
    const place = way.locate().then(() => 'believed', e => e.title)
    say({}, { type: 'wx-result', id: asked[0]!.id, result: { latitude: 0, longitude: 0, accuracy: 1 } })
    say(parent, { type: 'wx-result', id: asked[0]!.id + 1, result: { latitude: 0, longitude: 0, accuracy: 1 } })
    await vi.advanceTimersByTimeAsync(16_000)
    expect(await place).toBe('手机没有回应')
    vi.useRealTimers()
  })
  it('says in Chinese what to do when the permission is missing', () => {
    expect(refusal('chooseImage', { errMsg: 'chooseImage:fail auth deny' })).toMatchObject({ title: '没有相机权限' })
    expect(refusal('getLocation', 'denied')).toMatchObject({ title: '没有定位权限' })
    expect(refusal('chooseImage', { errMsg: 'chooseImage:cancel' })).toMatchObject({ title: '没有拍' })
    expect(refusal('startRecord', { errMsg: 'startRecord:fail auth deny' })).toMatchObject({ title: '没有话筒权限', detail: '请在微信里打开话筒权限，或者直接打字。' })
  })
})
