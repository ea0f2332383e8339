// The stand-in for WeChat must be stricter than WeChat, or a test that passes says nothing.
import { beforeAll, describe, expect, it } from 'vitest'
import { rpx, sheet } from '../tools/styles.mjs'
import { wxmlForTheCompiler } from '../tools/templates.mjs'
import { built, Phone, type Server } from './phone'

const guest: Server = (sent) => ({ body: sent.path === '/privacy' ? [{ kind: 'Privacy', version: '1' }] : { token: 't', linked: false, name: null } })
let web = ''
beforeAll(() => {
  const made = built()
  expect(made.problems).toEqual([])
  web = made.web
})

describe('wx', () => {
  it('refuses what it does not know, and notes it even where the page swallows the error', async () => {
    const phone = Phone.open(web, guest)
    phone.run('try { wx.chooseInvoiceTitle({}) } catch {}')
    expect(phone.errors.join()).toContain('wx.chooseInvoiceTitle is not in web/wx.ts')
  })

  it('answers by callback and by promise with errMsg, and keeps storage as WeChat does', async () => {
    const phone = Phone.open(web, guest)
    const done = await phone.run<Promise<{ errMsg: string }>>('wx.vibrateShort({ type: "light" })')
    expect(done.errMsg).toBe('vibrateShort:ok')
    const failed = await phone.run<Promise<string>>('new Promise(r => wx.navigateTo({ url: "/pages/nowhere/nowhere", fail: e => r(e.errMsg) }))')
    expect(failed).toContain('navigateTo:fail page "pages/nowhere/nowhere" is not found')
    expect(phone.run('wx.getStorageSync("never kept")')).toBe('')
  })

  it('gives no position that app.json does not declare, and none of another kind', async () => {
    const phone = Phone.open(web, guest)
    const ask = () => phone.run<Promise<string>>('wx.getLocation({ type: "gcj02" }).catch(e => e.errMsg)')
    expect(await ask()).toContain('gcj02')
    phone.run('delete __world.app.requiredPrivateInfos')
    expect(await ask()).toContain('requiredPrivateInfos')
  })
})

describe('pages', () => {
  it('open, lie over one another, and come back', async () => {
    const phone = Phone.open(web, guest)
    await phone.shows('第一次来，登录一次')
    await phone.run('wx.navigateTo({ url: "/pages/result/result" })')
    await phone.until(() => phone.page === 'pages/sign-in/sign-in', 'the sign-in page again') // nothing to show: sent home, and from there to sign in
    const back = await phone.run<Promise<string>>('wx.navigateBack({}).catch(e => e.errMsg)')
    expect(back).toContain('cannot navigate back at first page')
    expect(phone.errors).toEqual([])
  })

  it('are not deeper than ten', async () => {
    const phone = Phone.open(web, guest)
    await phone.shows('第一次来，登录一次')
    const last = await phone.run<Promise<string>>('(async () => { for (let i = 0; i < 9; i++) await wx.navigateTo({ url: "/pages/sign-in/sign-in" }); return wx.navigateTo({ url: "/pages/sign-in/sign-in" }).catch(e => e.errMsg) })()')
    expect(last).toContain('limit')
  })
})

describe('subpackages', () => {
  const offline = 'Object.defineProperty(navigator, "onLine", { get: () => window.online !== false })'
  const open = (url: string) => `wx.navigateTo({ url: "${url}" }).then(() => "", e => e.errMsg)`

  it('open across packages, by absolute and relative paths', async () => {
    const phone = Phone.open(web, guest)
    await phone.shows('第一次来，登录一次')
    await phone.run(open('/field/pages/tasks/tasks'))
    expect(phone.page).toBe('field/pages/tasks/tasks')
    await phone.run(open('../../../pages/sign-in/sign-in'))
    expect(phone.page).toBe('pages/sign-in/sign-in')
    expect(await phone.run<Promise<string>>(open('/pages/tasks/tasks'))).toContain('not found')
  })

  it('cannot be opened without a network unless they were brought before', async () => {
    const phone = Phone.open(web, guest, { before: offline, at: '/pages/sign-in/sign-in' }) // a page without a rule
    await phone.shows('第一次来，登录一次')
    phone.run('window.online = false')
    expect(await phone.run<Promise<string>>(open('/field/pages/tasks/tasks'))).toContain('loadSubpackage:fail field')
    phone.run('window.online = true')
    expect(await phone.run<Promise<string>>(open('/field/pages/tasks/tasks'))).toBe('')
  })

  it('are brought ahead by the rule of a page, so that the field work is there in flight mode', async () => {
    const phone = Phone.open(web, (sent) => ({ body: sent.path === '/visits/current' ? { visit: null } : sent.path === '/field' ? { checkIn: true, groups: [] } : sent.path === '/subscriptions' ? [] : { items: [], total: 0 } }), {
      before: `${offline};navigator.geolocation = { getCurrentPosition: (_, no) => no({ code: 2, message: '' }) }`, storage: { session: { token: 't', name: '王磊' } },
    })
    await phone.shows('还没有能打卡的项目')
    phone.run('window.online = false')
    expect(await phone.run<Promise<string>>(open('/field/pages/tasks/tasks'))).toBe('')
  })
})

describe('styles and templates', () => {
  const pack = (files: Record<string, string>) => ({ has: (name: string) => name in files, read: (name: string) => files[name] })

  it('keep a sheet to its page or component, and turn rpx into shares of the width', () => {
    expect(rpx('10rpx -2.5rpx 3px')).toBe('calc(10 * var(--rpx)) calc(-2.5 * var(--rpx)) 3px')
    expect(sheet(pack({ 'a.wxss': '.x view { left: 0 }' }), 'a.wxss', { page: 'pages/a/a' })).toContain(':where(mp-page[is="pages/a/a"]) .x wx-view')
    expect(sheet(pack({ 'a.wxss': ':host .x { left: 0 }' }), 'a.wxss', { scope: 's1' })).toContain('[wx-host=s1] .s1--x')
  })

  it('tell of an import that leads nowhere', () => {
    const problems: string[] = []
    sheet(pack({ 'a.wxss': '@import "./b.wxss";' }), 'a.wxss', {}, problems)
    expect(problems).toEqual(['a.wxss: import "./b.wxss" not found'])
  })

  it('hear bindtap as bind:tap', () => {
    expect(wxmlForTheCompiler('<view bindtap="go" catch:tap="stay"/>')).toBe('<view bind:tap="go" catch:tap="stay"/>')
  })
})
