// What the pages do with what the server and the phone say.
import { beforeAll, expect, it } from 'vitest'
import { built, Phone, type Sent, type Server } from './phone'

const fence = [[31.2, 121.4], [31.2, 121.402], [31.202, 121.402], [31.202, 121.4]].map(([latitude, longitude]) => ({ latitude, longitude }))
const near = { id: 'near', name: '澄湖商务中心 A 座', address: '澄湖路 18 号', state: 'Active', fence, atWork: [{ name: '沈一苇' }], atWorkCount: 1 }
const far = { id: 'far', name: '安远仓库', address: '安远路 9 号', state: 'Practised', atWork: [], atWorkCount: 0, fence: fence.map((p) => ({ ...p, latitude: p.latitude! + 0.1 })) }
const storage = { session: { token: 't', name: '韩柏川' } }

let web = ''
beforeAll(() => { web = built().web })

/** A server that knows two projects and answers a start as the test wants. */
function server(start: (sent: Sent) => ReturnType<Server>): Server {
  return (sent) => {
    switch (sent.path.split('?')[0]) {
      case '/visits/places': return { body: { items: [far, near], total: 2 } }
      case '/projects/near': return { body: near }
      case '/projects/far': return { body: far }
      case '/visits/current': return { body: { visit: null, remindFrom: null, deadline: null } }
      case '/visits/challenges': return { body: { challenge: 'word' } }
      case '/photos': return { body: { id: 'photo' } }
      case '/visits': return start(sent)
      default: return { status: 404, body: { code: 'not_found', title: '没有这一页。' } }
    }
  }
}

function open(answers: Server, at = '', place: { latitude: number; longitude: number } | null = { latitude: 31.201, longitude: 121.401 }): Phone {
  return Phone.open(web, answers, { at, storage, before: `${HARDWARE}
    navigator.geolocation = { getCurrentPosition: (ok, no) => ${place ? `ok({ coords: { latitude: ${place.latitude}, longitude: ${place.longitude}, accuracy: 12 } })` : 'no({ code: 1, PERMISSION_DENIED: 1 })'} }` })
}

/** jsdom has neither camera nor canvas: a stream without pictures, and a picture without content. */
const HARDWARE = `
  navigator.mediaDevices = { getUserMedia: async () => ({ getTracks: () => [] }) }
  URL.createObjectURL = () => 'blob:1'
  Object.defineProperty(HTMLVideoElement.prototype, 'videoWidth', { get: () => 1 })
  HTMLCanvasElement.prototype.getContext = () => ({ drawImage() {} })
  HTMLCanvasElement.prototype.toDataURL = () => 'data:image/jpeg;base64,anBlZw=='`

async function shoot(phone: Phone): Promise<void> {
  await cameraReady(phone)
  phone.tap('拍照并开始执业')
}

/** The picture that jsdom never plays. */
async function cameraReady(phone: Phone): Promise<void> {
  await phone.until(() => phone.window.document.querySelector('video')?.onplaying != null, 'the camera')
  phone.run('document.querySelector("video").onplaying()')
  await phone.until(() => phone.run('getCurrentPages().at(-1).data.cameraReady'), 'the shutter')
}

/** Answers the question that stands over the page. */
async function answer(phone: Phone, verb: string): Promise<void> {
  const button = () => [...phone.window.document.querySelectorAll<HTMLElement>('.mp-modal button')].find((b) => b.textContent === verb)
  await phone.until(() => button() !== undefined, verb)
  button()!.click()
  await phone.until(() => !phone.run<boolean>('getCurrentPages().at(-1).data.busy'), 'the end of the act')
}

it('lists the projects that are worked on, nearest first', async () => {
  const phone = open(server(() => 'lost'))
  await phone.shows('安远路')
  expect(phone.text.indexOf('澄湖')).toBeLessThan(phone.text.indexOf('安远'))
  expect(phone.text).toContain('在围栏内')
  expect(phone.text).toContain('沈一苇在这里执业')

  // one request for all places and their fences, each time the list is shown
  const lists = () => phone.sent.filter((s) => s.path.startsWith('/visits/places?')).length
  expect(lists()).toBe(1)
  await phone.run('wx.startPullDownRefresh()')
  await phone.until(() => lists() === 2 && phone.calls.includes('stopPullDownRefresh'), 'the list again')
  expect(phone.sent.some((s) => s.path.startsWith('/projects'))).toBe(false)
  expect(phone.errors).toEqual([])
})

it('lists them by name where the person gives no position, and says what check-in needs', async () => {
  const phone = open(server(() => 'lost'), '', null)
  await phone.shows('打卡时要允许定位')
  expect(phone.text).toContain('澄湖')
  expect(phone.errors).toEqual([])
})

it('sends an attempt whose answer was lost again with the same keys', async () => {
  let times = 0
  const phone = open(server(() => (++times === 1 ? 'lost' : { status: 201, body: { id: 'v', startedAt: '2026-03-02T00:18:00Z', distanceMetres: 0, score: 0.93, threshold: 0.8 } })), '/pages/check-in/check-in?project=near')
  await phone.shows('在围栏内')
  await shoot(phone)
  await phone.shows('没有连上服务器')
  phone.tap('再试一次')
  await phone.shows('开始计时了')
  expect(phone.text).toContain('从 08:18 算起')
  expect(phone.text).toContain('0.93')

  const starts = phone.sent.filter((s) => s.path === '/visits')
  expect(starts).toHaveLength(2)
  expect(starts[0]!.key).toBeTruthy()
  expect(starts[1]!.key).toBe(starts[0]!.key)
  expect(starts[1]!.body).toEqual(starts[0]!.body)
  expect(phone.sent.filter((s) => s.path === '/photos')).toHaveLength(1)
  expect(phone.errors).toEqual([])
})

it.each([
  ['visit.out_of_fence', '还没到现场。您离项目围栏 1.2 km，走进围栏再开始。', '还没到现场', '再定位一次'],
  ['face.not_matched', '照片上不是本人，请本人正对镜头重新拍一张。', '没认出是您', '重新拍一张'],
  ['visit.no_plan', '还不能开工。这个项目本月没有维保计划，请项目负责人先建计划。', '还不能开工', '回首页'],
])('tells %s in words, with one next step', async (code, title, says, next) => {
  const phone = open(server(() => ({ status: 422, body: { code, title } })), '/pages/check-in/check-in?project=near')
  await phone.shows('在围栏内')
  await shoot(phone)
  await phone.shows(says)
  expect(phone.text).toContain(next)
  expect(phone.errors).toEqual([])
})

it('leads from a start that is refused to the end of the visit elsewhere', async () => {
  const elsewhere = { code: 'visit.open_elsewhere', title: '您还在「安远仓库」执业。08:18 开始，还没点结束。先结束那边。', visitId: 'open', projectId: 'far', projectName: '安远仓库' }
  const phone = open(server(() => ({ status: 409, body: elsewhere })), '/pages/check-in/check-in?project=near')
  await phone.shows('在围栏内')
  await shoot(phone)
  await phone.shows('您还在「安远仓库」执业')
  phone.tap('去结束那边')
  await phone.shows('核对通过就停止计时')
  expect(phone.text).toContain('安远仓库')
  expect(phone.errors).toEqual([])
})

it('asks before it ends a visit outside the fence, and does not end it against the answer', async () => {
  const phone = open(server(() => 'lost'), '/pages/check-in/check-in?project=near&visit=v', { latitude: 31.25, longitude: 121.401 })
  await phone.shows('离围栏')
  await cameraReady(phone)
  phone.tap('拍照并结束执业')
  await phone.until(() => phone.window.document.body.textContent!.includes('现在结束，时长记 0'), 'the question')
  const later = [...phone.window.document.querySelectorAll<HTMLElement>('.mp-modal button')].find((b) => b.textContent === '先不结束')!
  later.click()
  await phone.until(() => !phone.window.document.querySelector('.mp-modal'), 'the end of the question')
  expect(phone.sent.filter((s) => s.method === 'POST')).toEqual([])
})

it('lets a session that was ended sign in again', async () => {
  const phone = open((sent) => (sent.path === '/sign-in' ? { body: { token: 'n', linked: false, name: null } } : sent.path === '/privacy' ? { body: [{ kind: 'Privacy', version: '1' }] } : { status: 401, body: { code: 'session.ended', title: '登录已失效，请重新登录。' } }))
  await phone.shows('用微信手机号登录')
  expect(phone.errors).toEqual([])
})

it('keeps a form that was begun, tells whom it costs, and sends it again with the same key', async () => {
  let times = 0
  const answers: Server = (sent) => {
    if (sent.path.startsWith('/visits?')) return { body: { items: [{ personName: '陆青岚', endedAt: null }, { personName: '韩柏川', endedAt: '2026-03-02T03:00:00Z' }] } }
    if (sent.path === '/feedback-forms') return ++times === 1 ? 'lost' : { status: 201, body: { asksForRating: true, zeroed: ['陆青岚'] } }
    return server(() => 'lost')(sent)
  }
  const at = '/pages/form/form?project=near&visit=v'
  const first = open(answers, at)
  await first.shows('陆青岚还在执业')
  first.write(0, '测了 36 项设施')
  const kept = JSON.parse(first.run<string>('localStorage.getItem("mini:draft:v")')) as { key: string }

  // the app was ended, and is opened anew
  const phone = Phone.open(web, answers, { at, storage: { ...storage, 'draft:v': kept } })
  await phone.shows('陆青岚还在执业')
  phone.tap('提交反馈单')
  await answer(phone, '先不交')
  expect(times).toBe(0)
  phone.tap('提交反馈单')
  await answer(phone, '仍然交单')
  await phone.shows('没有连上服务器')
  phone.tap('提交反馈单')
  await answer(phone, '仍然交单')
  await phone.shows('反馈单交了')
  expect(phone.text).toContain('陆青岚还没结束，当天时长记 0')
  const sent = phone.sent.filter((s) => s.path === '/feedback-forms')
  expect(sent.map((s) => s.key)).toEqual([kept.key, kept.key])
  expect(sent[1]!.body).toEqual({ projectId: 'near', visitId: 'v', content: '测了 36 项设施', problems: '', nextStep: '' })
  expect(phone.run('localStorage.getItem("mini:draft:v")')).toBeNull()
  expect(phone.errors).toEqual([])
})

it('tells in the history how long, and why a time does not count', async () => {
  const rows = [
    { id: 'a', projectId: 'near', projectName: '澄湖商务中心 A 座', startedAt: '2026-03-02T00:18:00Z', endedAt: '2026-03-02T02:33:00Z', minutes: 135, mark: 'None', markReason: null, formId: 'f' },
    { id: 'b', projectId: 'far', projectName: '安远仓库', startedAt: '2026-03-01T15:18:00Z', endedAt: '2026-03-01T17:33:00Z', minutes: 0, mark: 'TooFar', markReason: '结束时离现场 3 km，时长记 0', formId: null },
  ]
  const phone = open((sent) => (sent.path.startsWith('/visits?') ? { body: { items: rows, total: 2 } } : server(() => 'lost')(sent)), '/pages/history/history')
  await phone.shows('没有更多了')
  expect(phone.text).toContain('3月2日 08:18–10:332 小时 15 分')
  expect(phone.text).toContain('3月1日 23:18–3月2日 01:33')
  expect(phone.text).toContain('记 0 分钟')
  expect(phone.text).toContain('结束时离现场 3 km')
  expect(phone.text.match(/填反馈单/g)).toHaveLength(1)
  expect(phone.errors).toEqual([])
})
