import { field, PLACES, type EntryKey, type Field } from '../../features/home'
import { waitingCount } from '../../features/ledger'
import { room } from '../../features/store'
import { sendAll, sendsWhenBack } from '../../features/upload'
import { open, pulled, startAgain } from '../../../lib/pages'
import { wantsLargeType } from '../../../lib/phone'
import { session } from '../../../lib/session'

/** 现场工作: what the profile's app opens with, and how much of it is still on the phone. */
Page({
  data: { large: wantsLargeType(), home: null as Field | null, offline: false, why: '', waiting: 0, narrow: false, lead: '' },

  onLoad() { sendsWhenBack() },

  async onShow() {
    if (!session()?.name) return startAgain('/pages/sign-in/sign-in')
    await this.refresh()
  },

  async onPullDownRefresh() {
    await this.refresh()
    pulled()
  },

  async refresh() {
    this.setData({ waiting: waitingCount(), narrow: room().warns })
    const { home, reached, why } = await field()
    const waiting = (key: EntryKey) => home?.groups.flatMap((g) => g.entries).find((e) => e.key === key)?.waiting ?? 0
    const [plans, open_] = [waiting('ReceivePlan'), waiting('Unsubmitted')]
    this.setData({ home, offline: !reached, why, lead: open_ ? `有 ${open_} 个任务没做完` : plans ? `有 ${plans} 个计划等您接收` : '今天没有要做的任务' })
    if (!reached) return
    await sendAll()
    this.setData({ waiting: waitingCount() })
  },

  go(e: WechatMiniprogram.TouchEvent) { open(PLACES[e.currentTarget.dataset.key as EntryKey]) },
  toMe() { open('/person/pages/me/me') },
  toLedger() { open('/field/pages/ledger/ledger') },
})
