import { link, linkByPhone, signIn, type Stranger } from '../../features/sign-in'
import { Refusal } from '../../lib/http'
import { startAgain } from '../../lib/pages'
import { wantsLargeType } from '../../lib/phone'

/** WeChat says who is here; the first time the account is found by the phone that WeChat names, or linked by its password. */
Page({
  data: {
    large: wantsLargeType(), asking: true, needsAccount: false, byPassword: false, stranger: null as Stranger | null,
    userName: '', password: '', busy: false, why: '', canSend: false,
  },

  onLoad() { return this.begin() },

  async begin() {
    this.setData({ asking: true, why: '' })
    await this.attempt(async () => {
      if (await signIn()) startAgain('/pages/today/today')
      else this.setData({ needsAccount: true })
    })
    this.setData({ asking: false })
  },

  toPassword() { this.setData({ byPassword: true, stranger: null, why: '' }) },
  toPhone() { this.setData({ byPassword: false, stranger: null, why: '' }) },

  async onPhone(e: WechatMiniprogram.CustomEvent<{ code?: string }>) {
    if (!e.detail.code) return this.setData({ why: '您没有允许使用手机号。再点一次并允许，或用帐号和密码登录。' })
    await this.busily(async () => {
      const stranger = await linkByPhone(e.detail.code!)
      if (stranger) this.setData({ stranger })
      else startAgain('/pages/today/today')
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
    await this.busily(async () => {
      await link(this.data.userName, this.data.password)
      startAgain('/pages/today/today')
    })
  },

  async busily(act: () => Promise<void>) {
    if (this.data.busy) return
    this.setData({ busy: true, why: '' })
    await this.attempt(act)
    this.setData({ busy: false })
  },

  async attempt(act: () => Promise<void>) {
    try {
      await act()
    } catch (e) {
      if (!(e instanceof Refusal)) throw e
      this.setData({ why: e.title })
    }
  },
})
