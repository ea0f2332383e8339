import { knownField } from '../../features/home'
import { attempt } from '../../../features/attempt'
import { advice, openPlans, take, type OpenPlan } from '../../features/work'
import { newKey } from '../../../lib/http'
import { replaceBy } from '../../../lib/pages'
import { wantsLargeType } from '../../../lib/phone'

const NEEDS_NETWORK = '接收要有网络。到有信号的地方再试一次。'

interface Shown extends OpenPlan { facilities: (OpenPlan['facilities'][number] & { on: boolean })[] }

/** 接收计划 (FLD-01, 02, 03): a plan, then its facilities; several tasks are advised where many are chosen. */
Page({
  data: { large: wantsLargeType(), loading: true, plans: [] as OpenPlan[], more: false, plan: null as Shown | null, chosen: 0, items: 0, advice: '', busy: false, why: '' },

  page: 0,
  key: newKey(),

  onLoad() { return this.read() },
  onReachBottom() { if (this.data.more && !this.data.plan) return this.read() },

  async read() {
    const refused = await attempt(this, async () => {
      const { plans, more } = await openPlans(this.page + 1)
      this.page++
      this.setData({ plans: [...this.data.plans, ...plans], more })
    })
    if (refused?.code === 'network') this.setData({ why: NEEDS_NETWORK })
  },

  pick(e: WechatMiniprogram.TouchEvent) {
    const plan = this.data.plans.find((p) => p.planId === e.currentTarget.dataset.id)!
    this.show({ ...plan, facilities: plan.facilities.map((f) => ({ ...f, on: false })) })
  },

  other() { this.setData({ plan: null, why: '' }) },

  choose(e: WechatMiniprogram.TouchEvent) {
    const plan = this.data.plan!
    this.show({ ...plan, facilities: plan.facilities.map((f) => (f.classCode === e.currentTarget.dataset.code ? { ...f, on: !f.on } : f)) })
  },

  all() {
    const plan = this.data.plan!
    const on = this.data.chosen < plan.facilities.length
    this.show({ ...plan, facilities: plan.facilities.map((f) => ({ ...f, on })) })
  },

  show(plan: Shown) {
    const chosen = plan.facilities.filter((f) => f.on)
    this.key = newKey()
    this.setData({ plan, chosen: chosen.length, items: chosen.reduce((sum, f) => sum + f.items, 0), advice: advice(chosen.length, knownField()?.adviseSplitAbove ?? 10), why: '' })
  },

  async take() {
    const { plan, busy } = this.data
    if (busy || !plan) return
    const refused = await attempt(this, async () => {
      const id = await take(plan.planId, plan.facilities.filter((f) => f.on).map((f) => f.classCode), this.key)
      replaceBy(`/field/pages/task/task?id=${id}`)
    })
    if (refused?.code === 'network') this.setData({ why: NEEDS_NETWORK })
  },
})
