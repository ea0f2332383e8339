// The record form asks what the server asks, so that nothing recorded without a network is refused afterwards.
import { beforeEach, describe, expect, it } from 'vitest'
import type { Form } from '../../field/features/form'
import type { Limit, Question } from '../../field/features/task'
import { item, Memory, task } from './memory'

let form: typeof import('../../field/features/form')
let work: typeof import('../../field/features/work')
let store: typeof import('../../field/features/store')
let view: typeof import('../../field/features/item-view')
beforeEach(async () => {
  const phone = new Memory()
  ;({ form, store } = await phone.start())
  work = await import('../../field/features/work')
  view = await import('../../field/features/item-view')
})

const limit = (op: Limit['op'], value: number, when: string | null = null): Limit => ({ op, value, min: null, max: null, unit: 'MPa', when })
const pressure = (...limits: Limit[]): Question => ({ key: 'q1', text: '出口压力', kind: 'Number', options: [], unit: 'MPa', limit: '≥ 0.35 MPa', limits })
const pump = item('a', { questions: [pressure(limit('AtLeast', 0.35))] })
const written = (part: Partial<Form>, t = task()): Form => ({ ...form.begin(t, pump), ...part })
const photo = { id: 's', file: 'f', path: 'p', kind: 'Item' as const, takenAt: '2026-11-21T01:00:00Z', place: null, bytes: 1, key: 'k' }

describe('what is missing', () => {
  it.each<[string, Partial<Form>]>([
    ['选能检查或不能检查', {}],
    ['选不能检查的原因', { canInspect: false }],
    ['写全自己的测试项', { canInspect: false, reason: 'NormMismatch', own: { name: '气体释放', place: '', process: '', result: '' } }],
    ['写明为什么不能测', { canInspect: false, reason: 'NotTestable' }],
    ['拍签字或请对方签名', { canInspect: false, reason: 'NotTestable', text: '停电' }],
    ['出口压力要填数字', { canInspect: true, answers: { q1: '零点三' }, verdict: 'Fails' }],
    ['判符合或不符合', { canInspect: true }],
    ['位置数量填 1 到 9999', { canInspect: true, verdict: 'Conforms', positions: '0' }],
    ['', { canInspect: true, verdict: 'Conforms' }],
    ['', { canInspect: false, reason: 'OutOfContract' }],
    ['', { canInspect: false, reason: 'NotTestable', text: '停电', shots: [photo] }],
  ])('%s', (says, part) => expect(form.missing(written(part), pump, task())).toBe(says))

  it('asks a judged detection for a result and for photos, but not where there is no device (FLD-16, 17)', () => {
    const judged = task({ judged: true, photosAtLeast: 1 })
    expect(form.missing(written({}), pump, judged)).toBe('选一个检测结果')
    expect(form.missing(written({ result: 'Qualified' }), pump, judged)).toBe('还差 1 张现场照片')
    expect(form.missing(written({ result: 'Qualified', shots: [photo] }), pump, judged)).toBe('')
    expect(form.missing(written({ result: 'NoSuchDevice' }), pump, judged)).toBe('')
  })
})

describe('the verdict that the values speak for (FLD-19)', () => {
  it('follows the limits that surely apply, and is silent where only the building decides', () => {
    const within = (value: string, ...limits: Limit[]) => form.within(pressure(...limits), value)
    expect([within('0.4', limit('AtLeast', 0.35)), within('0.3', limit('AtLeast', 0.35)), within('', limit('AtLeast', 0.35)), within('0.3')]).toEqual([true, false, null, null])
    expect([within('0.4', limit('AtLeast', 0.35, '高层'), limit('AtLeast', 0.25, '其他')), within('0.3', limit('AtLeast', 0.35, '高层'), limit('AtLeast', 0.25, '其他'))]).toEqual([true, null])
  })

  it('flags a person who judges otherwise, and sends what he judged', () => {
    const against = written({ canInspect: true, answers: { q1: '0.28' }, verdict: 'Conforms' })
    expect([form.proposed(against, pump), form.overrides(against, pump, task()), view.viewOf(against, pump, task()).flagged]).toEqual(['Fails', true, true])
    expect(form.overrides({ ...against, verdict: 'Fails' }, pump, task())).toBe(false)
    expect(form.body(against, task())).toMatchObject({ canInspect: true, verdict: 'Conforms', answers: [{ key: 'q1', value: '0.28' }] })
  })
})

it('locks 不适用 where an item cannot be tested, and sends no verdict (FLD-12)', () => {
  const out = written({ canInspect: false, reason: 'OutOfContract', verdict: 'Fails' })
  expect(view.viewOf(out, pump, task()).locked).toBe('结果记“不适用”')
  expect(form.body(out, task())).toMatchObject({ canInspect: false, cannotReason: 'OutOfContract', verdict: undefined, answers: [] })
})

it('takes the positions of the sub-item over (FLD-18), and begins a mismatch as one (FLD-22)', () => {
  const counted = task({ subItems: [{ code: 's', name: '子项', classCode: 'M04-05', positions: 5 }] })
  expect(form.begin(counted, item('x', { subItemCode: 's' })).positions).toBe('5')
  expect(form.begin(task({ nature: 'Mismatch' }), item('own'))).toMatchObject({ canInspect: false, reason: 'NormMismatch' })
})

it('names the next step of a task in each of its states', () => {
  const next = (part: Parameters<typeof task>[0]) => {
    store.forgetTask('t1')
    const { lead, next: step, verb } = work.says(store.receive(task(part)))
    return [lead, step, verb]
  }
  const fresh = { state: 'Created' as const, startedAt: null }
  const consent = (kind: 'Start' | 'Submit', state: 'Pending' | 'Refused') => [{ id: 'c', kind, state, askedAt: '', decidedAt: null, reason: '人不在' }]
  expect(next({ ...fresh, needsStartConsent: true })).toEqual(['先发开始申请', 'consent', '拍照并发开始申请'])
  expect(next({ ...fresh, needsStartConsent: true, consents: consent('Start', 'Pending') })[1]).toBe('waitConsent')
  expect(next({ ...fresh, controllerBrand: null })).toEqual(['开工前还差 4 样', 'start', '补自拍照'])
  expect(next({})).toEqual(['还有 2 项没记录', 'record', '记录下一项'])
  expect(next({ items: [] })[1]).toBe('submit')
  expect(next({ items: [], needsSubmitConsent: true })[2]).toBe('拍照并发提交申请')
  expect(next({ items: [], state: 'Returned', returnReason: '补照片' })).toEqual(['照意见改好再提交', 'submit', '重新提交'])
  expect(next({ state: 'AwaitingSubmitConsent', consents: consent('Submit', 'Pending') })[1]).toBe('waitSubmit')
  expect(next({ state: 'Submitted' })[1]).toBe('done')
})

it('advises several tasks where many facilities are chosen (FLD-03)', () => {
  expect(work.advice(10, 10)).toBe('')
  expect(work.advice(11, 10)).toContain('选了 11 项设施')
})

it('keeps the photo under the marked picture, and both go to the server (FLD-14)', async () => {
  const phone = new Memory()
  const { store: s, form: f, upload } = await phone.start()
  const camera = await import('../../field/features/camera')
  s.receive(task())
  const begun = f.begin(task(), item('a'))
  const taken = s.takeShot('t1', phone.picture(), 'Item', null)
  f.keep('t1', { ...begun, canInspect: true, verdict: 'Conforms', shots: [taken] })
  camera.marked('t1', begun.clientId, taken.id, 'bbbb')
  const marked = f.kept('t1', begun.clientId)!
  expect(marked.shots).toMatchObject([{ drawnOn: taken }])
  expect(f.photosOf(marked)).toBe(2)

  s.record('t1', marked, null)
  let photos = 0
  phone.server = (sent) => ({ body: sent.path === '/photos' ? { id: `photo-${++photos}` } : {} })
  await upload.sendAll()
  expect(phone.sent.at(-1)!.body).toMatchObject({ records: [{ photoIds: ['photo-1', 'photo-2'] }] })
})
