// Opt-ins for WeChat's messages: asked for in a tap, told to the server once, never lost in between.
import { beforeAll, expect, it } from 'vitest'
import { built, Phone, type Server } from './phone'

const storage = { session: { token: 't', name: '韩柏川' } }
const offer = (key: string, title: string, remaining: number) => ({ key, templateId: `template-of-${key}`, title, remaining })

let web = ''
beforeAll(() => { web = built().web })

function server(offers: () => unknown[], answer: () => ReturnType<Server> = () => ({ status: 204, body: null })): Server {
  return (sent) => {
    switch (sent.path.split('?')[0]) {
      case '/subscriptions': return sent.method === 'GET' ? { body: offers() } : answer()
      case '/visits/current': return { body: { visit: null } }
      case '/projects': return { body: { items: [] } }
      default: return { status: 404, body: { code: 'not_found', title: '没有这一页。' } }
    }
  }
}

const told = (phone: Phone) => phone.sent.filter((s) => s.path === '/subscriptions' && s.method === 'POST')
const answers = (phone: Phone, word: string) => phone.run(`[...document.querySelectorAll('.mp-modal button')].find((b) => b.textContent === '${word}').click()`)
const asked = (phone: Phone) => phone.until(() => phone.run<boolean>('!!document.querySelector(".mp-modal")'), "WeChat's prompt")

it('asks for what is nearly used up, and tells the server what was accepted', async () => {
  let left = 0
  const phone = Phone.open(web, server(() => [offer('plan_assigned', '有新的检查任务', left), offer('task_returned', '记录被退回', 3)]), { storage })
  await phone.shows('有新的检查任务时，用微信提醒我')
  phone.tap('允许提醒')
  await asked(phone)
  left = 3
  answers(phone, '允许')
  await phone.shows('已允许')
  expect(told(phone).map((s) => s.body)).toEqual([{ accepted: ['template-of-plan_assigned'] }])
  await phone.until(() => !phone.text.includes('再允许一次'), 'enough')
  expect(phone.errors).toEqual([])
})

it('tells nothing when the person does not accept', async () => {
  const phone = Phone.open(web, server(() => [offer('plan_assigned', '有新的检查任务', 0)]), { storage })
  await phone.shows('允许提醒')
  phone.tap('允许提醒')
  await asked(phone)
  answers(phone, '取消')
  await phone.shows('微信不会提醒')
  expect(told(phone)).toEqual([])
})

it('tells it again under the same key when the answer was lost', async () => {
  const phone = Phone.open(web, server(() => [offer('plan_assigned', '有新的检查任务', 0)], () => 'lost'), { storage })
  await phone.shows('允许提醒')
  phone.tap('允许提醒')
  await asked(phone)
  answers(phone, '允许')
  await phone.until(() => told(phone).length >= 2, 'the word again')
  expect(new Set(told(phone).map((s) => s.key)).size).toBe(1)
})

it('is silent when the server is not reached', async () => {
  const phone = Phone.open(web, (sent) => sent.path.startsWith('/subscriptions') ? 'lost' : server(() => [])(sent), { storage })
  await phone.shows('还没有能打卡的项目')
  expect(phone.text).not.toContain('允许提醒')
  expect(phone.errors).toEqual([])
})
