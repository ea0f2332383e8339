import { link, linkByPhone, signIn, type Stranger } from '../../features/sign-in'
import { agree, agreements } from '../../features/privacy'
import { attempt } from '../../features/attempt'
import { open, replaceBy, startAgain } from '../../lib/pages'
import { wantsLargeType } from '../../lib/phone'

const TODAY = '/pages/today/today'

/** WeChat says who is here; the first time the account is found by the phone that WeChat names, or linked by its password. */
Page({
  data: {
    large: wantsLargeType(), asking: true, needsAccount: false, byPassword: false, agreed: false, version: '', stranger: null as Stranger | null,
    userName: '', password: '', busy: false, why: '', canSend: false,
  },

  /** Where somebody wanted to go who had to sign in first. */
  to: TODAY,

  onLoad(query: Record<string, string | undefined>) {
    this.to = decodeURIComponent(query.to ?? '') || TODAY
    return this.begin()
  },

  async begin() {
    this.setData({ asking: true, why: '' })
    await attempt(this, async () => {
      if (await signIn()) startAgain(this.to)
      else this.setData({ needsAccount: true, version: (await agreements()).find((a) => a.kind === 'Privacy')!.version })
    })
    this.setData({ asking: false })
  },

  toggle() { this.setData({ agreed: !this.data.agreed, why: '' }) },
  toPrivacy() { open('/person/pages/privacy/privacy') },
  toRegister(e: WechatMiniprogram.TouchEvent) {
    const { code, name } = e.currentTarget.dataset as { code: string; name: string }
    replaceBy(`/person/pages/register/register?region=${code}&name=${encodeURIComponent(name)}`)
  },
  toAgency(e: WechatMiniprogram.TouchEvent) {
    const { code, name } = e.currentTarget.dataset as { code: string; name: string }
    replaceBy(`/person/pages/agency/agency?region=${code}&name=${encodeURIComponent(name)}`)
  },
  toPassword() { this.setData({ byPassword: true, stranger: null, why: '' }) },
  toPhone() { this.setData({ byPassword: false, stranger: null, why: '' }) },

  /** WeChat asks for the number at the tap itself: nobody is asked before he has agreed. */
  readFirst() { this.setData({ why: '请先读一遍隐私政策，同意了再登录。' }) },

  async onPhone(e: WechatMiniprogram.CustomEvent<{ code?: string }>) {
    if (!e.detail.code) return this.setData({ why: '您没有允许使用手机号。再点一次并允许，或用帐号和密码登录。' })
    await this.busily(async () => {
      const stranger = await linkByPhone(e.detail.code!)
      if (stranger) return this.setData({ stranger })
      await this.enter()
    })
  },

  onUserName(e: WechatMiniprogram.CustomEvent<{ value: string }>) { this.typed({ userName: e.detail.value }) },
  onPassword(e: WechatMiniprogram.CustomEvent<{ value: string }>) { this.typed({ password: e.detail.value }) },

  typed(now: { userName?: string; password?: string }) {
    this.setData(now)
    this.setData({ canSend: this.data.userName.trim() !== '' && this.data.password !== '' })
  },

  async send() {
    if (!this.data.canSend) return
    if (!this.data.agreed) return this.setData({ why: '请先读一遍隐私政策，同意了再登录。' })
    await this.busily(async () => {
      await link(this.data.userName, this.data.password)
      await this.enter()
    })
  },

  /** Signed in: what was agreed to is kept with its version and time. */
  async enter() {
    await agree('Privacy', this.data.version)
    startAgain(this.to)
  },

  async busily(act: () => Promise<void>) {
    if (!this.data.busy) await attempt(this, act)
  },
})
