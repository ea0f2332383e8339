import { beforeEach, describe, expect, it, vi } from 'vitest'
import { serve } from './bridge.ts'
import { phone } from './screens.ts'
import { manners, world } from './world.ts'

const HOST = 'http://127.0.0.1:5080'

function framed() {
  const answers: { message: unknown; to: string }[] = []
  const inside = { postMessage: (message: unknown, to: string) => void answers.push({ message, to }) }
  const told = vi.fn()
  const stop = serve({ contentWindow: inside } as unknown as HTMLIFrameElement, told)
  const say = async (data: unknown, source: unknown = inside, origin = HOST) => {
    window.dispatchEvent(Object.assign(new Event('message'), { data, source, origin }))
    await new Promise(done => setTimeout(done))
  }
  return { answers, say, stop, told }
}

beforeEach(() => {
  world.host = HOST
  world.key = 'sh-lead'
  world.people = [{
    key: 'sh-lead', name: '顾南舟', kind: 'Lead', region: 'shanghai', agencyKey: 'sh-agency', ownerKey: null, userName: 'shlead', portrait: '',
    follows: { agency: true, owner: false }, unread: { agency: 0, owner: 0 }, place: { latitude: 31.2, longitude: 121.4, accuracy: 12 }, faceScore: null,
  }]
})

describe('the phone answers its page', () => {
  it('with the position set at the right, and to nobody but the Host', async () => {
    const { answers, say, stop } = framed()
    await say({ type: 'wx', id: 7, method: 'getLocation', args: { type: 'gcj02' } })
    expect(answers).toEqual([{ message: { type: 'wx-result', id: 7, result: { latitude: 31.2, longitude: 121.4, accuracy: 12 } }, to: HOST }])
    stop()
  })
  it('never when a page of another site stands in the frame, or another window asks', async () => {
    const { answers, say, stop, told } = framed()
    await say({ type: 'wx', id: 1, method: 'getLocation' }, undefined, 'http://evil.example')
    await say({ type: 'wx', id: 2, method: 'getLocation' }, {}, HOST)
    await say({ type: 'wx-page', title: 'x', path: '/x' }, {}, HOST)
    expect(answers).toEqual([])
    expect(told).not.toHaveBeenCalled()
    stop()
  })
  it('as WeChat does when the person gives no position', async () => {
    world.people[0]!.place = { latitude: 0, longitude: 0, accuracy: 0, denied: true }
    const { answers, say, stop } = framed()
    await say({ type: 'wx', id: 3, method: 'getLocation' })
    expect(answers[0]!.message).toMatchObject({ id: 3, error: { errMsg: 'getLocation:fail auth deny' } })
    stop()
  })
  it('with speech only after a config whose signature fits, and never without the microphone', async () => {
    const { answers, say, stop } = framed()
    const check = vi.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response(JSON.stringify({ valid: true, reason: null }), { headers: { 'content-type': 'application/json' } }))
    const ask = async (id: number, method: string, args: object = {}) => {
      await say({ type: 'wx', id, method, args })
      await vi.waitFor(() => expect(answers.some(a => (a.message as { id: number }).id === id)).toBe(true))
      return answers.find(a => (a.message as { id: number }).id === id)!.message as { result?: { localId?: string; translateResult?: string }; error?: { errMsg: string } }
    }
    expect((await ask(1, 'startRecord')).error!.errMsg).toContain('offline verifying')
    expect((await ask(2, 'config', { url: 'http://evil.example/x', jsApiList: ['startRecord'] })).error!.errMsg).toContain('invalid url')
    await ask(3, 'config', { url: `${HOST}/owner/repair`, jsApiList: ['startRecord', 'stopRecord', 'translateVoice'] })
    manners.mic = 'refuse'
    expect((await ask(4, 'startRecord')).error!.errMsg).toContain('auth deny')
    manners.mic = 'allow'
    await ask(5, 'startRecord')
    const { localId } = (await ask(6, 'stopRecord')).result!
    expect((await ask(7, 'translateVoice', { localId })).result!.translateResult).toBe(manners.says)
    await ask(8, 'ready')
    expect((await ask(9, 'startRecord')).error!.errMsg).toContain('offline verifying')
    check.mockRestore()
    stop()
  })
  it('with a refusal when the camera is closed without a picture', async () => {
    const { answers, say, stop } = framed()
    await say({ type: 'wx', id: 4, method: 'chooseImage', args: { camera: 'front' } })
    phone.camera!.done(undefined)
    await new Promise(done => setTimeout(done))
    expect(answers[0]!.message).toMatchObject({ id: 4, error: { errMsg: 'chooseImage:cancel' } })
    stop()
  })
})
