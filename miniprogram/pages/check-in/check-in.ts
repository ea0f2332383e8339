import { distanceTo, distanceToMiddle, type FencePoint } from '../../features/fence'
import { project } from '../../features/projects'
import { askChallenge, current, newAttempt, remember, run, serverNow } from '../../features/visits'
import { metres } from '../../features/words'
import { Refusal } from '../../lib/http'
import type { Light } from '../../lib/light'
import { confirm, replaceBy, setTitle } from '../../lib/pages'
import { openPermissions, position, PositionMissing, takePhoto, tremble, wantsLargeType, watchLight, type NoPosition, type Position } from '../../lib/phone'

/** 开始执业 and 结束执业: the place first, it is cheap and fails early; then the face. What counts is decided by the server. */
Page({
  data: {
    large: wantsLargeType(), projectId: '', visitId: '', name: '', address: '', fence: [] as FencePoint[], me: null as Position | null,
    distance: null as number | null, where: '', how: '', noPlace: '' as NoPosition | '', cameraReady: false, cameraRefused: false, light: '' as Light | '', ring: 0, busy: false, why: '',
  },

  unwatch: null as (() => void) | null,

  async onLoad(query: Record<string, string | undefined>) {
    this.setData({ projectId: query.project ?? '', visitId: query.visit ?? '' })
    await this.read()
  },

  onReady() { if (this.data.visitId) setTitle('结束执业') },
  onUnload() { this.unwatch?.() },

  async read() {
    this.setData({ why: '' })
    try {
      const { name, address, fence } = await project(this.data.projectId)
      this.setData({ name, address, fence })
      await this.locate()
    } catch (e) {
      if (!(e instanceof Refusal)) throw e
      this.setData({ why: e.title })
    }
  },

  async locate() {
    try {
      const me = await position()
      const distance = distanceTo(this.data.fence, me)
      this.setData({
        me, distance, noPlace: '', how: `${distance === 0 && !this.data.large ? `离中心 ${metres(distanceToMiddle(this.data.fence, me))}，` : ''}精度 ${metres(me.accuracy)}`,
        where: distance === null ? '这个项目还没有围栏' : distance === 0 ? '在围栏内' : `离围栏 ${metres(distance)}`,
      })
    } catch (e) {
      if (!(e instanceof PositionMissing)) throw e
      this.setData({ me: null, distance: null, noPlace: e.why, where: e.why === 'refused' ? '没有定位权限' : '还没有定到位', how: e.why === 'refused' ? '打卡要核对您在现场，只在打卡时用' : '到门口或窗边等 10 秒，再定位一次' })
    }
    this.fill()
  },

  onCamera() {
    this.setData({ cameraReady: true, cameraRefused: false })
    this.unwatch?.()
    // a hint only: whether the face is known is not the phone's to say
    this.unwatch = watchLight((light) => {
      this.setData({ light })
      this.fill()
    })
    this.fill()
  },
  onCameraRefused() { this.setData({ cameraReady: false, cameraRefused: true }) },

  /** The ring follows what is ready: picture, light, place, on site. */
  fill() {
    const { cameraReady, light, me, distance } = this.data
    this.setData({ ring: [cameraReady, light === 'enough', me !== null, distance === 0].filter(Boolean).length * 25 })
  },

  /** 非人脸 (PEO-31) is offered before the face fails, too. */
  toWitness() { replaceBy(`/person/pages/witness/witness?project=${this.data.projectId}${this.data.visitId ? `&visit=${this.data.visitId}` : ''}`) },

  async permit() {
    await openPermissions()
    // a <camera> that was refused asks again only when it is put in anew
    this.setData({ cameraRefused: false })
    if (this.data.noPlace) await this.locate()
  },

  async shoot() {
    if (this.data.busy || !this.data.cameraReady || !this.data.me) return
    this.setData({ busy: true, why: '' })
    try {
      if (this.data.visitId && !(await this.acceptsZero())) return
      const visitId = this.data.visitId || null
      const challenge = await askChallenge(this.data.projectId, visitId)
      const attempt = newAttempt(this.data.projectId, visitId, await takePhoto(), this.data.me, challenge)
      await run(attempt)
      tremble()
      remember(attempt)
      replaceBy('/pages/result/result')
    } catch (e) {
      if (!(e instanceof Refusal)) throw e
      this.setData({ why: e.title })
    } finally {
      this.setData({ busy: false })
    }
  },

  /** CHK-08 and CHK-09, told before they happen. */
  async acceptsZero(): Promise<boolean> {
    const { deadline } = await current()
    if (deadline && serverNow() > Date.parse(deadline)) return confirm('现在结束，时长记 0', '这次执业超过 24 小时，算超时执业，委托单位和主管部门可见。', '仍然结束', '先不结束')
    const { distance } = this.data
    return !distance || confirm('现在结束，时长记 0', `您离围栏 ${metres(distance)}。在围栏外结束算超距执业，委托单位和主管部门可见。`, '仍然结束', '先不结束')
  },
})
