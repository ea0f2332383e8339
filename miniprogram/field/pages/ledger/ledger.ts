import { ledger, type Ledger, type Line } from '../../features/ledger'
import { forgetTask, giveWay, insist } from '../../features/store'
import { sendAll, sending, sendsWhenBack, watchSending } from '../../features/upload'
import { confirm, open, setTitle, startAgain } from '../../../lib/pages'
import { wantsLargeType } from '../../../lib/phone'
import { dropSession, session } from '../../../lib/session'

/** 上传台账: what is on the phone, what on the server, and what the person has to decide. */
Page({
  data: { large: wantsLargeType(), told: null as Ledger | null, busy: false, offline: false, decide: [] as Line[], waiting: [] as Line[], settings: false, name: '', onlyBroken: false, broken: 0 },

  unwatch: null as (() => void) | null,

  onLoad(query: Record<string, string | undefined>) {
    this.setData({ settings: query.settings === '1', name: session()?.name ?? '' })
    sendsWhenBack()
  },

  onReady() { if (this.data.settings) setTitle('我的设置') },

  onShow() {
    this.unwatch?.()
    this.unwatch = watchSending(() => this.show())
    this.show()
  },

  onHide() { this.unwatch?.() },
  onUnload() { this.unwatch?.() },

  show() {
    const told = ledger()
    const queue = told.lines.filter((l) => l.state === 'waiting')
    const broken = queue.filter((l) => l.tries > 0)
    this.setData({ told, busy: sending(), decide: told.lines.filter((l) => l.state !== 'waiting'), waiting: this.data.onlyBroken ? broken : queue, broken: broken.length })
  },

  async send() {
    if (this.data.busy) return
    this.setData({ busy: true })
    const { reached } = await sendAll()
    this.setData({ offline: !reached })
    this.show()
  },

  /** 只看失败: what broke off, not what only waits its turn. */
  filter() {
    this.setData({ onlyBroken: !this.data.onlyBroken })
    this.show()
  },

  async mine(e: WechatMiniprogram.TouchEvent) {
    const { task, client } = e.currentTarget.dataset as { task: string; client: string }
    insist(task, client)
    await this.send()
  },

  async theirs(e: WechatMiniprogram.TouchEvent) {
    const { task, client } = e.currentTarget.dataset as { task: string; client: string }
    if (!(await confirm(`用${this.data.decide.find((l) => l.clientId === client)?.whose ?? '服务器上'}那条`, '您手机里的这条和它的照片会删掉，不能恢复。', '用那条', '先不定'))) return
    giveWay(task, client)
    this.show()
  },

  mend(e: WechatMiniprogram.TouchEvent) {
    const { task, item } = e.currentTarget.dataset as { task: string; item: string }
    if (this.data.waiting.some((l) => l.id === e.currentTarget.dataset.id && l.tries > 0)) return this.send()
    open(item ? `/field/pages/item/item?task=${task}&item=${item}` : `/field/pages/task/task?id=${task}`)
  },

  async letGo(e: WechatMiniprogram.TouchEvent) {
    if (!(await confirm('从手机里删掉', '服务器上没有这个任务了。手机里的记录和照片会一起删掉。', '删掉', '先留着'))) return
    forgetTask(e.currentTarget.dataset.task as string)
    this.show()
  },

  async leave() {
    const left = this.data.told!.lines.length
    if (!(await confirm('退出登录', left ? `还有 ${left} 条在手机里。退出后留着，用同一个帐号登录会接着传。` : '下次进来要重新登录。', '退出登录', '先不退'))) return
    dropSession()
    startAgain('/pages/sign-in/sign-in')
  },
})
