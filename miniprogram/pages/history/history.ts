import { history, type Line } from '../../features/history'
import { Refusal } from '../../lib/http'
import { open } from '../../lib/pages'
import { wantsLargeType } from '../../lib/phone'

/** One's own visits, newest first, page by page. */
Page({
  data: { large: wantsLargeType(), lines: [] as Line[], page: 0, more: true, busy: false, why: '' },

  async onShow() {
    // coming back from a form, what is missing has changed
    this.setData({ lines: [], page: 0, more: true })
    await this.read()
  },

  onReachBottom() { return this.read() },

  async read() {
    if (this.data.busy || !this.data.more) return
    this.setData({ busy: true, why: '' })
    try {
      const { lines, more } = await history(this.data.page + 1)
      this.setData({ lines: [...this.data.lines, ...lines], page: this.data.page + 1, more })
    } catch (e) {
      if (!(e instanceof Refusal)) throw e
      this.setData({ why: e.title })
    } finally {
      this.setData({ busy: false })
    }
  },

  write(e: WechatMiniprogram.TouchEvent) {
    const { project, visit } = e.currentTarget.dataset as { project: string; visit: string }
    open(`/pages/form/form?project=${project}&visit=${visit}`)
  },
})
