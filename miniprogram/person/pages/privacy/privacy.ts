import { day } from '../../../features/words'
import { Refusal } from '../../../lib/http'
import { confirm, startAgain } from '../../../lib/pages'
import { wantsLargeType } from '../../../lib/phone'
import { dropSession } from '../../../lib/session'
import { current } from '../../../features/visits'
import { agree, agreements, titles, withdraw, type Agreement, type Kind } from '../../../features/privacy'

interface Shown extends Agreement { title: string; says: string }

/** 隐私与授权: both texts whole, what was agreed to and when, and the way back. */
Page({
  data: { large: wantsLargeType(), texts: [] as Shown[], busy: false, why: '', first: false },

  /** `first`: nothing else opens before the privacy policy is agreed to. */
  onLoad(query: Record<string, string | undefined>) {
    this.setData({ first: query.first === '1' })
    return this.again()
  },

  again() { return this.act(async () => undefined) },

  give(e: WechatMiniprogram.TouchEvent) {
    const text = this.textOf(e)
    return this.act(async () => {
      await agree(text.kind, text.version)
      if (this.data.first && text.kind === 'Privacy') startAgain('/pages/today/today')
    })
  },

  async takeBack(e: WechatMiniprogram.TouchEvent) {
    const kind: Kind = this.textOf(e).kind
    const effect = await effectOf(kind)
    if (!(await confirm(`撤回“${titles[kind]}”？`, effect, '撤回', '先不撤回'))) return
    await this.act(() => withdraw(kind), kind === 'Privacy')
  },

  textOf(e: WechatMiniprogram.TouchEvent): Shown {
    return this.data.texts.find((t) => t.kind === (e.currentTarget.dataset.kind as Kind))!
  },

  async act(change: () => Promise<unknown>, leaves = false) {
    if (this.data.busy) return
    this.setData({ busy: true, why: '' })
    try {
      await change()
      if (leaves) {
        dropSession()
        return startAgain('/pages/sign-in/sign-in')
      }
      this.setData({ texts: (await agreements()).map((t) => ({ ...t, title: titles[t.kind], says: says(t) })) })
    } catch (e) {
      if (!(e instanceof Refusal)) throw e
      this.setData({ why: e.title })
    } finally {
      this.setData({ busy: false })
    }
  },
})

/** What follows, before it happens: who is at work still has to end it (CHK-10). */
async function effectOf(kind: Kind): Promise<string> {
  const visit = await current().then((now) => now.visit, () => null)
  if (kind === 'Face') return `马上生效：以后不再比对人脸，打卡改用短信验证码、照片和同事见证。${visit ? `您还在${visit.projectName}执业，结束时也这样办。` : ''}`
  return `马上生效：这个微信退出登录，要再用得重新登录并同意。${visit ? `您还在${visit.projectName}执业，最好先结束：没有结束的这次记 0 分钟。` : ''}没传完的记录留在手机里，重新登录以后接着传。`
}

function says(t: Agreement): string {
  if (t.inForce) return `${day(t.givenAt!)} 同意`
  return t.givenVersion ? '说明更新了，请再读一遍' : '还没有同意'
}
