import { tasks, type TaskLine } from '../../features/task-list'
import { Refusal } from '../../../lib/http'
import { pulled } from '../../../lib/pages'
import { wantsLargeType } from '../../../lib/phone'

/** One's own tasks, newest first. */
Page({
  data: { large: wantsLargeType(), loading: true, lines: [] as TaskLine[], more: false, why: '' },

  page: 0,

  onLoad() { return this.fill(1) },

  async onPullDownRefresh() {
    await this.fill(1)
    pulled()
  },

  onReachBottom() { if (this.data.more) return this.fill(this.page + 1) },
  again() { return this.fill(this.page || 1) },

  async fill(page: number) {
    this.setData({ why: '' })
    try {
      const { lines, more } = await tasks(page)
      this.page = page
      this.setData({ lines: page === 1 ? lines : [...this.data.lines, ...lines], more })
    } catch (e) {
      if (!(e instanceof Refusal)) throw e
      this.setData({ why: e.title })
    } finally {
      this.setData({ loading: false })
    }
  },
})
