import { attempt } from '../../../features/attempt'
import { open, pulled } from '../../../lib/pages'
import { tremble, wantsLargeType } from '../../../lib/phone'
import { end, filters, mine, newAct, remove, type Line } from '../../features/projects'

/** A finger that went so far to the side, and not as far up or down, has swiped. */
const SWIPE = 60

/**
 * 项目管理 (SCR-05): a long press or a swipe to the right offers 删除 or 终止 by the project's state, a swipe to the left shows who worked there;
 * 更多 on each card does the same for those who do not find gestures.
 */
Page({
  data: {
    large: wantsLargeType(), filters, state: '', search: '', lines: [] as Line[], total: 0, more: false, loading: true, busy: false, why: '', done: '',
    chosen: null as Line | null, step: '' as '' | 'menu' | 'delete' | 'end', reason: '', wrong: '',
  },

  page: 1,
  key: '',
  from: null as { id: string; x: number; y: number } | null,
  swiped: false,

  /** Coming back from a project its state may be another. */
  onShow() { return this.again() },

  async onPullDownRefresh() {
    await this.again()
    pulled()
  },

  async onReachBottom() { if (this.data.more) await attempt(this, () => this.fill(this.page + 1)) },
  again() { return attempt(this, () => this.fill(1)) },

  choose(e: WechatMiniprogram.TouchEvent) {
    this.setData({ state: String(e.currentTarget.dataset.key), loading: true, done: '' })
    return this.again()
  },
  onSearch(e: WechatMiniprogram.CustomEvent<{ value: string }>) { this.setData({ search: e.detail.value }) },

  async fill(page: number) {
    const found = await mine(this.data.state, this.data.search.trim(), page)
    this.page = page
    this.setData({ lines: page === 1 ? found.lines : [...this.data.lines, ...found.lines], total: found.total, more: found.more, loading: false })
  },

  begin(e: WechatMiniprogram.TouchEvent) {
    const touch = e.touches[0]
    this.swiped = false
    this.from = touch ? { id: String(e.currentTarget.dataset.id), x: touch.clientX, y: touch.clientY } : null
  },

  finish(e: WechatMiniprogram.TouchEvent) {
    const [from, touch] = [this.from, e.changedTouches[0]]
    this.from = null
    if (!from || !touch) return
    const [right, down] = [touch.clientX - from.x, Math.abs(touch.clientY - from.y)]
    if (Math.abs(right) < SWIPE || down > Math.abs(right) / 2) return
    this.swiped = true
    if (right > 0) this.offer(from.id)
    else this.history(from.id)
  },

  press(e: WechatMiniprogram.TouchEvent) { this.offer(String(e.currentTarget.dataset.id)) },
  menu(e: WechatMiniprogram.TouchEvent) { this.offer(String(e.currentTarget.dataset.id)) },

  offer(id: string) {
    this.swiped = true
    tremble()
    this.setData({ chosen: this.data.lines.find((line) => line.id === id) ?? null, step: 'menu', reason: '', wrong: '', done: '' })
  },

  /** What a swipe ends with is no tap. */
  toProject(e: WechatMiniprogram.TouchEvent) {
    if (this.swiped) this.swiped = false
    else open(`/project/pages/project/project?id=${e.currentTarget.dataset.id}`)
  },

  history(id: string) { open(`/project/pages/project/project?id=${id}&tab=visits`) },
  toHistory() {
    const { id } = this.data.chosen!
    this.close()
    this.history(id)
  },

  close() {
    this.swiped = false
    this.setData({ chosen: null, step: '' })
  },

  askDelete() { this.key = newAct(); this.setData({ step: 'delete' }) },
  askEnd() { this.key = newAct(); this.setData({ step: 'end' }) },
  onReason(e: WechatMiniprogram.CustomEvent<{ value: string }>) { this.setData({ reason: e.detail.value, wrong: '' }) },

  deleteIt() { return this.act(`已删除“${this.data.chosen!.name}”`, () => remove(this.data.chosen!.id, this.key)) },

  endIt() {
    const reason = this.data.reason.trim()
    if (reason.length < 2) return this.setData({ wrong: '写一句原因，至少 2 个字' })
    return this.act(`已终止“${this.data.chosen!.name}”`, () => end(this.data.chosen!.id, reason, this.key))
  },

  async act(done: string, send: () => Promise<unknown>) {
    if (this.data.busy) return
    const refused = await attempt(this, async () => { await send() })
    if (refused) return this.setData({ wrong: refused.title, why: '' })
    this.close()
    this.setData({ done })
    await this.again()
  },
})
