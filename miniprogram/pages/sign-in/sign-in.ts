import { link, signIn } from '../../features/sign-in'
import { Refusal } from '../../lib/http'
import { startAgain } from '../../lib/pages'
import { wantsLargeType } from '../../lib/phone'

/** WeChat says who is here; the first time the account is linked by its password. */
Page({
  data: { large: wantsLargeType(), asking: true, needsAccount: false, userName: '', password: '', busy: false, why: '', canSend: false },

  onLoad() { return this.begin() },

  async begin() {
    this.setData({ asking: true, why: '' })
    await this.attempt(async () => {
      if (await signIn()) startAgain('/pages/today/today')
      else this.setData({ needsAccount: true })
    })
    this.setData({ asking: false })
  },

  onUserName(e: WechatMiniprogram.CustomEvent<{ value: string }>) { this.typed({ userName: e.detail.value }) },
  onPassword(e: WechatMiniprogram.CustomEvent<{ value: string }>) { this.typed({ password: e.detail.value }) },

  typed(now: { userName?: string; password?: string }) {
    this.setData(now)
    this.setData({ canSend: this.data.userName.trim() !== '' && this.data.password !== '' })
  },

  async send() {
    if (this.data.busy || !this.data.canSend) return
    this.setData({ busy: true, why: '' })
    await this.attempt(async () => {
      await link(this.data.userName, this.data.password)
      startAgain('/pages/today/today')
    })
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
