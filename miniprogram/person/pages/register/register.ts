import { agree, agreements } from '../../../features/privacy'
import { attempt } from '../../../features/attempt'
import { bringIntoView, open, replaceBy, setTitle } from '../../../lib/pages'
import { openPermissions, takePhoto, wantsLargeType } from '../../../lib/phone'
import { date, today } from '../../../features/words'
import { begin, papers, registration, sendCertificates, sendPortrait, type Certificate } from '../../features/register'

const isOf = (c: Certificate, chosen: number) => c.kind === papers[chosen]?.kind && c.level === papers[chosen]?.level

/** 人员注册 in three steps, each kept by the server: who comes back later goes on where he was. The third again, of somebody employed: 更新证书. */
Page({
  data: {
    large: wantsLargeType(), step: 0, region: '', where: '', name: '', number: '', agreed: false, version: '', faceAgreed: false, faceVersion: '',
    cameraReady: false, cameraRefused: false, papers, held: [] as Certificate[], renews: false, chosen: -1, paperNumber: '', validUntil: '', validUntilSays: '', expired: false, today: today(), direction: '', busy: false, why: '',
  },

  async onLoad(query: Record<string, string | undefined>) {
    this.setData({ region: query.region ?? '', where: decodeURIComponent(query.name ?? ''), renews: !!query.renew })
    if (query.renew) setTitle('更新证书')
    await this.again()
  },

  again() {
    return this.busily(async () => {
      const texts = await agreements()
      const face = texts.find((t) => t.kind === 'Face')!
      this.setData({ version: texts.find((t) => t.kind === 'Privacy')!.version, faceVersion: face.version, faceAgreed: face.inForce })
      if (this.data.region) this.setData({ step: 1 })
      else await this.goOn()
    })
  },

  async goOn() {
    const { state, certificates } = await registration()
    this.setData({ held: certificates, step: state === 'RealName' ? 2 : 3, why: '' }, () => bringIntoView('.lead'))
  },

  onName(e: WechatMiniprogram.CustomEvent<{ value: string }>) { this.setData({ name: e.detail.value, why: '' }) },
  onNumber(e: WechatMiniprogram.CustomEvent<{ value: string }>) { this.setData({ number: e.detail.value, why: '' }) },
  toggle() { this.setData({ agreed: !this.data.agreed, why: '' }) },
  toggleFace() { this.setData({ faceAgreed: !this.data.faceAgreed, why: '' }) },
  toPrivacy() { open('/person/pages/privacy/privacy') },

  async sendName() {
    if (!this.data.agreed) return this.setData({ why: '请先读一遍隐私政策，同意了再注册。' })
    await this.busily(async () => {
      await begin(this.data.region, this.data.name.trim(), this.data.number.trim(), this.data.version)
      await this.goOn()
    })
  },

  onCamera() { this.setData({ cameraReady: true, cameraRefused: false }) },
  onCameraRefused() { this.setData({ cameraReady: false, cameraRefused: true, why: '没有相机权限。证件照要现场拍，打开权限再继续。' }) },

  async permit() {
    await openPermissions()
    this.setData({ cameraRefused: false, why: '' })
  },

  async shoot() {
    if (!this.data.faceAgreed) return this.setData({ why: '识别证件照要用到人脸，请先读一遍说明并同意。' })
    await this.busily(async () => {
      await agree('Face', this.data.faceVersion)
      await sendPortrait(await takePhoto())
      await this.goOn()
    })
  },

  choose(e: WechatMiniprogram.TouchEvent) {
    const index = Number(e.currentTarget.dataset.index), chosen = this.data.chosen === index ? -1 : index
    const known = this.data.held.find((c) => isOf(c, chosen))
    this.setData({ chosen, why: '', ...(known ? { paperNumber: known.number, direction: known.direction ?? '' } : {}) }, () => bringIntoView('.fields'))
    this.until(known?.validUntil ?? this.data.validUntil, chosen)
  },
  /** A certificate that does not count any more, or was typed wrongly. */
  drop(e: WechatMiniprogram.TouchEvent) { this.setData({ held: this.data.held.filter((_, i) => i !== Number(e.currentTarget.dataset.index)), why: '' }) },

  onPaperNumber(e: WechatMiniprogram.CustomEvent<{ value: string }>) { this.setData({ paperNumber: e.detail.value, why: '' }) },
  onValidUntil(e: WechatMiniprogram.CustomEvent<{ value: string }>) { this.until(e.detail.value, this.data.chosen) },
  /** PEO-17: one that has run out gives no post; told before it is handed in. */
  until(validUntil: string, chosen: number) { this.setData({ validUntil, validUntilSays: validUntil && date(validUntil), expired: chosen >= 0 && !!validUntil && validUntil < today(), why: '' }) },
  onDirection(e: WechatMiniprogram.CustomEvent<{ value: string }>) { this.setData({ direction: e.detail.value, why: '' }) },

  /** PEO-16: none is allowed; one joins as the agency's representative then. */
  async finish() {
    const { chosen, paperNumber, validUntil, direction } = this.data
    if (chosen >= 0 && !paperNumber.trim()) return this.setData({ why: '请填证书编号。' }, () => bringIntoView('.note.bad'))
    if (chosen >= 0 && !validUntil) return this.setData({ why: '请选证书的有效期。' }, () => bringIntoView('.note.bad'))
    await this.busily(async () => {
      const paper = papers[chosen]
      const kept = this.data.held.filter((c) => !isOf(c, chosen)).map(({ kind, level, number, validUntil, direction }) => ({ kind, level, number, validUntil, direction }))
      const list: Certificate[] = paper ? [...kept, { kind: paper.kind, level: paper.level, number: paperNumber.trim(), validUntil, direction: (paper.kind === 'Operator' && direction.trim()) || null }] : kept
      await sendCertificates(list)
      replaceBy('/person/pages/employment/employment')
    })
  },

  async busily(act: () => Promise<void>) {
    if (!this.data.busy) await attempt(this, act)
  },
})
