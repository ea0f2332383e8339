import { reviews, type Line, type Queue } from '../../features/reviews'
import { Refusal } from '../../../lib/http'
import { open, pulled } from '../../../lib/pages'
import { wantsLargeType } from '../../../lib/phone'

/** Reports that wait for the technical lead, the most urgent first; and those that he agreed to. */
Page({
  data: {
    large: wantsLargeType(), loading: true, queue: 'Open' as Queue, tabs: [{ key: 'Open', says: '待审核' }, { key: 'Overdue', says: '已超期' }, { key: 'Done', says: '已同意' }],
    lines: [] as Line[], more: false, why: '',
  },

  page: 0,

  /** Coming back from a review its state may be another. */
  onShow() { return this.fill(1) },

  async onPullDownRefresh() {
    await this.fill(1)
    pulled()
  },

  onReachBottom() { if (this.data.more) return this.fill(this.page + 1) },
  again() { return this.fill(this.page || 1) },

  choose(e: WechatMiniprogram.TouchEvent) {
    this.setData({ queue: e.currentTarget.dataset.queue as Queue, lines: [], loading: true })
    return this.fill(1)
  },

  async fill(page: number) {
    this.setData({ why: '' })
    try {
      const { lines, more } = await reviews(this.data.queue, page)
      this.page = page
      this.setData({ lines: page === 1 ? lines : [...this.data.lines, ...lines], more })
    } catch (e) {
      if (!(e instanceof Refusal)) throw e
      this.setData({ why: e.title })
    } finally {
      this.setData({ loading: false })
    }
  },

  toReview(e: WechatMiniprogram.TouchEvent) { open(`/project/pages/review/review?id=${e.currentTarget.dataset.id}`) },
})
