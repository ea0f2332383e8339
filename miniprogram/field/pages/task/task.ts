import { attempt } from '../../../features/attempt'
import { groupsOf } from '../../features/item-view'
import { STATES } from '../../features/task-list'
import { change, forgetTask, type Kept } from '../../features/store'
import { stop, trail, watch, type Trail } from '../../features/track'
import { begin, begun, drop, needs, open as openTask, recorded, says, submit, unsent, type Need, type Says } from '../../features/work'
import { day } from '../../../features/words'
import { newKey } from '../../../lib/http'
import { back, confirm, open, pulled } from '../../../lib/pages'
import { openPermissions, position, PositionMissing, wantsLargeType } from '../../../lib/phone'

/** One task: its basics, how it begins, its items with what is recorded, how it is handed in. */
Page({
  data: {
    large: wantsLargeType(), loading: true, offline: false, gone: false, why: '', name: '', project: '', address: '', state: '', tone: '', told: null as Says | null, needs: [] as Need[], brand: '',
    starting: false, groups: [] as ReturnType<typeof groupsOf>, unsent: 0, trail: null as Trail | null, busy: false, refused: false, noPlace: false,
    positions: [] as { code: string; name: string; value: string }[],
  },

  id: '',
  key: newKey(),
  now: null as Kept | null,

  onLoad(query: Record<string, string | undefined>) { this.id = query.id ?? '' },
  async onShow() { await this.refresh() },
  onUnload() { stop() },

  async onPullDownRefresh() {
    await this.refresh()
    pulled()
  },

  async refresh() {
    const { now, reached, why } = await openTask(this.id)
    this.setData({ loading: false, offline: !reached, why, gone: now !== null && reached && why !== '' })
    if (now) this.show(now)
    if (now && begun(now)) watch(this.id)
  },

  show(now: Kept) {
    this.now = now
    const { task } = now
    const told = says(now)
    const state = begun(now) && task.state === 'Created' ? STATES.InProgress : STATES[task.state]
    this.setData({
      name: task.name, project: task.projectName, address: task.address, state: state.says, tone: state.tone, told, needs: needs(now), brand: now.start.brand, starting: told.next === 'start',
      groups: begun(now) || told.next === 'done' ? groupsOf(now) : [], unsent: unsent(now), trail: begun(now) ? trail(this.id, task.trackIntervalSeconds) : null,
      positions: task.subItems.map((s) => ({ code: s.code, name: s.name, value: String(now.counts[s.code]?.count ?? s.positions ?? '') })),
    })
  },

  shoot(e: WechatMiniprogram.TouchEvent) { open(`/field/pages/camera/camera?task=${this.id}&to=start&need=${e.currentTarget.dataset.need}`) },

  onBrand(e: WechatMiniprogram.CustomEvent<{ value: string }>) { this.brand(e.detail.value) },
  none() { this.brand('无') },

  brand(text: string) {
    change(this.id, (k) => { k.start.brand = text })
    this.setData({ brand: text })
    change(this.id, (k) => { this.setData({ needs: needs(k), told: says(k) }) })
  },

  onCount(e: WechatMiniprogram.CustomEvent<{ value: string }>) {
    const count = Number(e.detail.value)
    if (Number.isInteger(count) && count > 0 && count <= 9999) change(this.id, (k) => { k.counts[e.currentTarget.dataset.code as string] = { count, key: newKey(), sent: false } })
  },

  toItem(e: WechatMiniprogram.TouchEvent) { open(`/field/pages/item/item?task=${this.id}&item=${e.currentTarget.dataset.code}`) },
  toLedger() { open('/field/pages/ledger/ledger') },

  /** The one thing to do next. */
  async next() {
    if (this.data.busy || !this.now) return
    const { next } = this.data.told!
    if (next === 'consent') return open(`/field/pages/camera/camera?task=${this.id}&to=startConsent`)
    if (next === 'askSubmit') return open(`/field/pages/camera/camera?task=${this.id}&to=submitConsent`)
    if (next === 'waitConsent' || next === 'waitSubmit') return this.refresh()
    if (next === 'start') return this.start()
    if (next === 'record') return open(`/field/pages/item/item?task=${this.id}&item=${this.now.task.items.find((i) => !recorded(this.now!, i.code))!.code}`)
    await attempt(this, async () => {
      this.show(await submit(this.id, this.key))
      stop()
    })
  },

  async start() {
    const lacking = this.data.needs.find((n) => !n.done)
    if (lacking) return lacking.need === 'ControllerBrand' ? this.setData({ why: '填控制器品牌。现场没有控制器就点“没有控制器”，照片照样要拍一张。' }) : open(`/field/pages/camera/camera?task=${this.id}&to=start&need=${lacking.need}`)
    await attempt(this, async () => {
      try {
        begin(this.id, await position())
      } catch (e) {
        if (!(e instanceof PositionMissing)) throw e
        this.setData({ noPlace: true, refused: e.why === 'refused', why: e.why === 'refused' ? '没有定位权限。开始要记下您在哪里。' : '还没有定到位。到门口或窗边等 10 秒，再点一次。' })
        return
      }
      await this.refresh()
    })
  },

  async permit() {
    await openPermissions()
    this.setData({ noPlace: false, refused: false, why: '' })
  },

  async drop() {
    const { told, name } = this.data
    if (!told?.mayDelete || !(await confirm(`删除“${name}”`, '记录和照片都会删掉，不能恢复。设施回到待接收的计划里，可以重新接收。', '删除', '先不删'))) return
    await attempt(this, async () => {
      await drop(this.id)
      back()
    })
  },

  async letGo() {
    if (!(await confirm('从手机里删掉', `服务器上没有这个任务了（${day(new Date().toISOString())}查）。手机里的记录和照片会一起删掉。`, '删掉', '先留着'))) return
    forgetTask(this.id)
    back()
  },
})
