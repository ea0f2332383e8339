import { describe, expect, it, vi } from 'vitest'
import { Attempt, createClient, Problem } from './index.ts'

const answer = (status: number, body: unknown = {}) => new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
function house(...answers: (Response | Error)[]) {
  const sent: { url: string; init: RequestInit }[] = [], went: string[] = [], kept = new Map<string, string>()
  let now = 1_000_000
  const client = createClient('agency', {
    fetch: vi.fn(async (url, init) => {
      sent.push({ url: String(url), init: init! })
      const next = answers.shift()!
      if (next instanceof Error) throw next
      return next
    }) as typeof fetch,
    here: () => '/agency/reviews/7?x=1', goTo: a => void went.push(a), now: () => now,
    memory: { getItem: k => kept.get(k) ?? null, setItem: (k, v) => void kept.set(k, v) },
  })
  return { client, sent, went, key: (n: number) => (sent[n]!.init.headers as Record<string, string>)['idempotency-key'], later: (ms: number) => { now += ms } }
}
const caught = (p: Promise<unknown>) => p.then(() => { throw new Error('was not refused') }, e => e as Problem)

describe('a retried write', () => {
  it('keeps its key while the outcome is unknown, so that the act happens once', async () => {
    const { client, key } = house(new TypeError('offline'), answer(503, { code: 'face.unavailable', title: '人脸服务暂时没答上来' }), answer(200, { id: 'r1' }))
    const attempt = new Attempt()
    expect((await caught(client.post('/reports/1/filing', { opinion: '同意备案' }, attempt))).code).toBe('network.unreachable')
    expect((await caught(client.post('/reports/1/filing', { opinion: '同意备案' }, attempt))).code).toBe('face.unavailable')
    expect(await client.post('/reports/1/filing', { opinion: '同意备案' }, attempt)).toEqual({ id: 'r1' })
    expect(key(0)).toMatch(/^[0-9a-f]{32}$/)
    expect(key(1)).toBe(key(0))
    expect(key(2)).toBe(key(0))
  })
  it('takes a new key after a definite refusal, because the person tries something else', async () => {
    const { client, key } = house(answer(422, { code: 'face.not_matched', title: '没认出是您' }), answer(200))
    const attempt = new Attempt()
    await caught(client.post('/x', { photoId: 'a' }, attempt))
    await client.post('/x', { photoId: 'a' }, attempt)
    expect(key(1)).not.toBe(key(0))
  })
  it('takes a new key when the content changes after a lost answer', async () => {
    const { client, key } = house(new TypeError('offline'), answer(200))
    const attempt = new Attempt()
    await caught(client.post('/x', { opinion: '一' }, attempt))
    await client.post('/x', { opinion: '二' }, attempt)
    expect(key(1)).not.toBe(key(0))
  })
  it('takes a new key for the next act after success', async () => {
    const { client, key } = house(answer(200), answer(200))
    const attempt = new Attempt()
    await client.post('/x', {}, attempt)
    await client.post('/x', {}, attempt)
    expect(key(1)).not.toBe(key(0))
  })
})

describe('a lost sign-in', () => {
  it('goes to WeChat and comes back to the same page', async () => {
    const { client, went } = house(answer(401, { code: 'actor.unknown', title: '登录过期了' }))
    expect((await caught(client.get('/workbench'))).status).toBe(401)
    expect(went).toEqual(['/wechat/agency/oauth/start?return=%2Fagency%2Freviews%2F7%3Fx%3D1'])
  })
  it('goes to the page that links when WeChat knows the person but no account does', async () => {
    const { client, went } = house(answer(401, { code: 'session.not_linked', title: '请先用帐号登录一次，以后就不用再输密码。' }))
    await caught(client.get('/workbench'))
    expect(went).toEqual(['/agency/sign-in?return=%2Fagency%2Freviews%2F7%3Fx%3D1'])
  })
  it('stays at the form when only the password was wrong', async () => {
    const { client, went } = house(answer(401, { code: 'account.wrong_password', title: '用户名或密码不对，请重新输入。' }))
    expect((await caught(client.post('/sign-in', {}, new Attempt()))).code).toBe('account.wrong_password')
    expect(went).toEqual([])
  })
  it('does not run in circles when WeChat does not help', async () => {
    const { client, went, later } = house(answer(401), answer(401), answer(401))
    await caught(client.get('/me'))
    later(3_000)
    await caught(client.get('/me'))
    expect(went).toHaveLength(1)
    later(20_000)
    await caught(client.get('/me'))
    expect(went).toHaveLength(2)
  })
})

describe('a refusal', () => {
  it('shows the Chinese title, keeps the code, the rule and the figures', async () => {
    const { client } = house(answer(422, { type: 'about:blank', status: 422, code: 'visit.out_of_fence', title: '还没到现场', detail: '您离围栏 1.2 km', rule: 'CHK-01', distanceMetres: 1200 }))
    const problem = await caught(client.get('/x'))
    expect(problem).toMatchObject({ status: 422, code: 'visit.out_of_fence', title: '还没到现场', detail: '您离围栏 1.2 km', rule: 'CHK-01', more: { distanceMetres: 1200 }, passing: false })
  })
  it('is said in Chinese even when the answer is no problem document', async () => {
    const { client } = house(new Response('<html>502</html>', { status: 502 }))
    const problem = await caught(client.get('/x'))
    expect(problem).toMatchObject({ status: 502, code: 'http.502', passing: true })
    expect(problem.title).toMatch(/^[一-龥]+$/)
  })
  it('is cut into what happened and what to do, with the figures that came along', () => {
    const face = new Problem(422, 'face.not_matched', '照片上不是本人，请本人正对镜头重新拍一张。', undefined, 'PEO-31', { score: .6149, threshold: .8 })
    expect(face.headline).toBe('照片上不是本人')
    expect(face.advice).toBe('分数 0.61，要 0.80。请本人正对镜头重新拍一张。')
    const away = new Problem(422, 'visit.out_of_fence', '还没到现场。您离项目围栏 2.0 km，走进围栏再开始。', undefined, 'CHK-01', { distanceMetres: 1954 })
    expect(away.headline).toBe('还没到现场')
    expect(away.advice).toBe('您离项目围栏 2.0 km，走进围栏再开始。')
    expect(new Problem(422, 'x', '写清原因', undefined).headline).toBe('写清原因')
    expect(new Problem(422, 'x', '写清原因', undefined).advice).toBeUndefined()
  })
  it('leaves empty filters out of the address', async () => {
    const { client, sent } = house(answer(200, []))
    await client.get('/plans', { month: '2026-11', state: '', page: undefined, search: '澄湖' })
    expect(sent[0]!.url).toBe('/api/agency/plans?month=2026-11&search=%E6%BE%84%E6%B9%96')
  })
})
