import { attempt } from '../../../features/attempt'
import { faultDraft, keepFault, type FaultDraft } from '../../features/camera'
import { accept, afterRefusal, begin, fault, FAULT_STATES, KINDS, lacks, send, type Fault } from '../../features/faults'
import { forget } from '../../features/store'
import { day } from '../../../features/words'
import { newKey } from '../../../lib/http'
import { open } from '../../../lib/pages'
import { position, PositionMissing, wantsLargeType } from '../../../lib/phone'

/** One troubleshooting or repair task: 接收, 执行, 提交 (FLD-29, 30). */
Page({
  data: { large: wantsLargeType(), fault: null as Fault | null, kind: '', state: { says: '', tone: '' }, due: '', draft: null as FaultDraft | null, verb: '', lacks: '', busy: false, why: '' },

  id: '',
  key: newKey(),

  onLoad(query: Record<string, string | undefined>) { this.id = query.id ?? '' },
  onShow() { return this.attempt(() => this.read()) },

  async read() {
    const now = await fault(this.id)
    this.setData({ fault: now, kind: KINDS[now.kind], state: FAULT_STATES[now.state], due: `${day(`${now.dueOn}T04:00:00Z`)}前做完` })
    this.show()
  },

  show() {
    const draft = faultDraft(this.id)
    const now = this.data.fault!
    const missing = lacks(draft, now.leastPhotos)
    this.setData({ draft, lacks: now.state === 'InProgress' ? missing : '', verb: now.state === 'Dispatched' ? '接收' : now.state === 'Accepted' ? '执行' : now.state === 'InProgress' ? missing || '提交结果' : '' })
  },

  write(part: Partial<FaultDraft>) {
    keepFault(this.id, { ...faultDraft(this.id), ...part })
    this.show()
  },

  onResult(e: WechatMiniprogram.TouchEvent) { this.write({ result: e.currentTarget.dataset.value as 'Solved' | 'NotSolved' }) },
  onText(e: WechatMiniprogram.CustomEvent<{ value: string }>) { this.write({ text: e.detail.value }) },
  shoot() { open(`/field/pages/camera/camera?task=${this.id}&to=fault`) },

  removeShot(e: WechatMiniprogram.TouchEvent) {
    const shot = this.data.draft!.shots.find((s) => s.id === e.currentTarget.dataset.id)!
    this.write({ shots: this.data.draft!.shots.filter((s) => s !== shot) })
    forget(shot)
  },

  next() {
    if (this.data.busy) return
    if (this.data.lacks.includes('张现场照片')) return this.shoot()
    if (this.data.lacks) return this.setData({ why: `还不能提交：${this.data.lacks}。` })
    return this.attempt(async () => {
      const { state } = this.data.fault!
      if (state === 'Dispatched') await accept(this.id, this.key)
      else if (state === 'Accepted') await begin(this.id, await position(), this.key)
      else await send(this.id)
      this.key = newKey()
      await this.read()
    })
  },

  async attempt(act: () => Promise<void>) {
    try {
      const refused = await attempt(this, act)
      if (refused) afterRefusal(this.id, refused)
    } catch (e) {
      if (!(e instanceof PositionMissing)) throw e
      this.setData({ why: e.why === 'refused' ? '没有定位权限。执行要记下您在哪里，请在设置里允许。' : '还没有定到位。到门口或窗边等 10 秒，再点一次。' })
    }
  },
})
