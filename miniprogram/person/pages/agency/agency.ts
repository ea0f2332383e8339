import { agree, agreements } from '../../../features/privacy'
import { attempt } from '../../../features/attempt'
import { types } from '../../../features/public'
import { bringIntoView, open, startAgain } from '../../../lib/pages'
import { openPermissions, takePhoto, wantsLargeType } from '../../../lib/phone'
import { begin, paper, picture, pictures, registration, sendBasics, sendLegalPerson, sendLicence, sendPassword, stepOf, type Office, type Registration } from '../../features/agency'

const PARTS = ['', '第 1 部分：机构实名', '第 1 部分：机构实名', '第 2 部分：法人实名', '第 3 部分：登录密码', '第 4 部分：基本信息', '']

/** 机构注册 (ORG-34): agency, legal person with his pictures, password, offices. */
Page({
  data: {
    large: wantsLargeType(), step: 0, parts: PARTS, region: '', where: '', name: '', code: '', agreed: false, version: '', faceAgreed: false, faceVersion: '', cameraReady: false, cameraRefused: false, front: false,
    card: null as Registration | null, legalName: '', number: '', pictures, shot: 0, asked: pictures[0]!, password: '', again: '', types, chosen: [] as string[], isChosen: {} as Record<string, boolean>,
    offices: [] as Office[], district: '', address: '', busy: false, why: '',
  },

  taken: {} as Record<string, string>,

  async onLoad(query: Record<string, string | undefined>) {
    this.setData({ region: query.region ?? '', where: decodeURIComponent(query.name ?? '') })
    await this.reload()
  },

  reload() {
    return this.busily(async () => {
      const texts = await agreements()
      const face = texts.find((t) => t.kind === 'Face')!
      this.setData({ version: texts.find((t) => t.kind === 'Privacy')!.version, faceVersion: face.version, faceAgreed: face.inForce })
      if (this.data.region) this.setData({ step: 1 })
      else this.show(await registration())
    })
  },

  show(card: Registration) { this.setData({ card, step: stepOf[card.state], district: this.data.district || card.districts[0] || '', front: false, cameraReady: false, why: '' }, () => bringIntoView('.lead')) },

  onName(e: WechatMiniprogram.CustomEvent<{ value: string }>) { this.setData({ name: e.detail.value, why: '' }) },
  onCode(e: WechatMiniprogram.CustomEvent<{ value: string }>) { this.setData({ code: e.detail.value, why: '' }) },
  onLegalName(e: WechatMiniprogram.CustomEvent<{ value: string }>) { this.setData({ legalName: e.detail.value, why: '' }) },
  onNumber(e: WechatMiniprogram.CustomEvent<{ value: string }>) { this.setData({ number: e.detail.value, why: '' }) },
  onPassword(e: WechatMiniprogram.CustomEvent<{ value: string }>) { this.setData({ password: e.detail.value, why: '' }) },
  onAgain(e: WechatMiniprogram.CustomEvent<{ value: string }>) { this.setData({ again: e.detail.value, why: '' }) },
  onAddress(e: WechatMiniprogram.CustomEvent<{ value: string }>) { this.setData({ address: e.detail.value, why: '' }) },
  toggle() { this.setData({ agreed: !this.data.agreed, why: '' }) },
  toggleFace() { this.setData({ faceAgreed: !this.data.faceAgreed, why: '' }) },
  toPrivacy() { open('/person/pages/privacy/privacy') },
  onCamera() { this.setData({ cameraReady: true, cameraRefused: false }) },
  onCameraRefused() { this.setData({ cameraReady: false, cameraRefused: true, why: '没有相机权限。证照要现场拍，打开权限再继续。' }) },

  async permit() {
    await openPermissions()
    this.setData({ cameraRefused: false, why: '' })
  },

  async sendName() {
    if (!this.data.agreed) return this.setData({ why: '请先读一遍隐私政策，同意了再注册。' })
    await this.busily(async () => {
      await begin(this.data.region, this.data.name.trim(), this.data.code.trim(), this.data.version)
      this.show(await registration())
    })
  },

  shootLicence() { return this.busily(async () => this.show(await sendLicence(await takePhoto()))) },

  /** Three pictures one after the other; with the last one the part is sent. */
  async shoot() {
    const { legalName, number, faceAgreed, asked, shot } = this.data
    if (!legalName.trim() || number.trim().length !== 18) return this.setData({ why: '请先填法定代表人的姓名和 18 位身份证号。' })
    if (asked.key === 'portrait' && !faceAgreed) return this.setData({ why: '识别证件照要用到人脸，请先读一遍说明并同意。' })
    await this.busily(async () => {
      this.taken[asked.key] = asked.paper ? await paper(await takePhoto(), asked.paper) : await picture(await takePhoto(), 'Portrait')
      if (shot + 1 < pictures.length) return this.ask(shot + 1)
      await agree('Face', this.data.faceVersion)
      this.show(await sendLegalPerson({ name: legalName.trim(), identityNumber: number.trim(), idFrontPhotoId: this.taken.idFront!, idBackPhotoId: this.taken.idBack!, portraitPhotoId: this.taken.portrait! }))
    })
  },

  /** A camera that turns round begins anew. */
  ask(shot: number) {
    const asked = pictures[shot]!
    this.setData({ shot, asked, ...(asked.front === this.data.front ? {} : { front: asked.front, cameraReady: false }) })
  },
  shootAgain() { this.ask(0) },

  async sendPassword() {
    const { password, again } = this.data
    if (password !== again) return this.setData({ why: '两次填的密码不一样，请再填一遍。' })
    await this.busily(async () => this.show(await sendPassword(password)))
  },

  chooseType(e: WechatMiniprogram.TouchEvent) {
    const key = String(e.currentTarget.dataset.key)
    const chosen = this.data.chosen.includes(key) ? this.data.chosen.filter((c) => c !== key) : [...this.data.chosen, key]
    this.setData({ chosen, isChosen: Object.fromEntries(chosen.map((c) => [c, true])) })
  },
  chooseDistrict(e: WechatMiniprogram.TouchEvent) { this.setData({ district: String(e.currentTarget.dataset.district) }) },

  addOffice() {
    const { address, district, offices } = this.data
    if (address.trim().length < 4) return this.setData({ why: '地址要填到门牌号。' })
    this.setData({ offices: [...offices, { name: offices.length ? `办公地 ${offices.length + 1}` : '主要办公地', district, address: address.trim(), isDefault: !offices.length }], address: '', why: '' })
  },
  makeDefault(e: WechatMiniprogram.TouchEvent) {
    const index = Number(e.currentTarget.dataset.index)
    this.setData({ offices: this.data.offices.map((o, i) => ({ ...o, isDefault: i === index })) })
  },

  async finish() {
    const { chosen, offices, address } = this.data
    if (address.trim()) this.addOffice()
    if (!chosen.length) return this.setData({ why: '请选服务类别，至少一种。' })
    if (!offices.length && !this.data.offices.length) return this.setData({ why: '请填办公地的地址。' })
    await this.busily(async () => this.show(await sendBasics(chosen, this.data.offices)))
  },

  home() { startAgain('/pages/home/home?stay=1') },

  async busily(act: () => Promise<void> | void) {
    if (!this.data.busy) await attempt(this, act)
  },
})
