import { attempt } from '../../../features/attempt'
import { faults, type FaultLine } from '../../features/faults'
import { open } from '../../../lib/pages'
import { wantsLargeType } from '../../../lib/phone'

/** 排查维修: what the lead has sent, the most pressing first. */
Page({
  data: { large: wantsLargeType(), loading: true, lines: [] as FaultLine[], more: false, why: '' },

  page: 0,

  onShow() { return this.fill(1) },
  onReachBottom() { if (this.data.more) return this.fill(this.page + 1) },
  again() { return this.fill(this.page || 1) },

  fill(page: number) {
    return attempt(this, async () => {
      const { lines, more } = await faults(page)
      this.page = page
      this.setData({ lines: page === 1 ? lines : [...this.data.lines, ...lines], more })
    })
  },

  toFault(e: WechatMiniprogram.TouchEvent) { open(`/field/pages/fault/fault?id=${e.currentTarget.dataset.id}`) },
})
