import { attempt } from '../../../features/attempt'
import { workLog, type LogLine } from '../../features/work-log'
import { open } from '../../../lib/pages'
import { wantsLargeType } from '../../../lib/phone'

/** 工作日志 (FLD-33): one day at a time. */
Page({
  data: { large: wantsLargeType(), loading: true, day: '', lead: '', lines: [] as LogLine[], isToday: true, why: '' },

  back: 0,

  onLoad() { return this.read() },
  earlier() { return this.go(1) },
  later() { return this.go(-1) },

  go(days: number) {
    this.back = Math.max(0, this.back + days)
    return this.read()
  },

  read() { return attempt(this, async () => this.setData({ ...(await workLog(this.back)), isToday: this.back === 0 })) },

  toTask(e: WechatMiniprogram.TouchEvent) {
    const { id, fault } = e.currentTarget.dataset as { id: string; fault: boolean }
    open(fault ? `/field/pages/fault/fault?id=${id}` : `/field/pages/task/task?id=${id}`)
  },
})
