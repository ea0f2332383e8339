import { attempt } from '../../../features/attempt'
import { keptTasks, SETS, tasks, type TaskLine } from '../../features/task-list'
import { open, pulled, setTitle } from '../../../lib/pages'
import { wantsLargeType } from '../../../lib/phone'

/** One's own tasks, newest first. */
Page({
  data: { large: wantsLargeType(), loading: true, lines: [] as TaskLine[], more: false, offline: false, why: '', empty: '还没有任务。接收计划以后，任务会出现在这里。' },

  page: 0,
  set: SETS.all,

  onLoad(query: Record<string, string | undefined>) { this.set = SETS[query.of ?? ''] },

  /** Coming back from a task its state may be another. */
  onShow() {
    if (this.set) this.setData({ empty: this.set.empty })
    return this.fill(1)
  },

  onReady() { if (this.set) setTitle(this.set.title) },

  async onPullDownRefresh() {
    await this.fill(1)
    pulled()
  },

  onReachBottom() { if (this.data.more) return this.fill(this.page + 1) },
  again() { return this.fill(this.page || 1) },

  async fill(page: number) {
    const refused = await attempt(this, async () => {
      const { lines, more } = await tasks(page, this.set?.states)
      this.page = page
      this.setData({ lines: page === 1 ? lines : [...this.data.lines, ...lines], more, offline: false })
    })
    if (refused?.mayRepeat) this.setData({ offline: true, why: '', lines: keptTasks(this.set?.states), more: false })
  },

  toTask(e: WechatMiniprogram.TouchEvent) { open(`/field/pages/task/task?id=${e.currentTarget.dataset.id}`) },
})
