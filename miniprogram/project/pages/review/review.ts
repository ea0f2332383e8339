import { agree, consent, review, sendBack, type Consent, type Review } from '../../features/reviews'
import { opinionOf } from '../../../features/filings'
import { keepDraft } from '../../../lib/drafts'
import { newKey, Refusal } from '../../../lib/http'
import { back, bringIntoView, confirm, open } from '../../../lib/pages'
import { openPermissions, takePhoto, tremble, wantsLargeType } from '../../../lib/phone'

/** One report: what it says in figures, and the technical lead's word on it (FIL-02, FIL-11). */
Page({
  data: {
    large: wantsLargeType(), r: null as Review | null, mode: '' as '' | 'agree' | 'reject', text: '', cameraReady: false, cameraRefused: false, canSend: false, busy: false,
    why: '', otherWay: false, done: '' as '' | 'agreed' | 'rejected',
  },

  id: '',
  /** What was begun and not answered: sent again it is the same act. */
  begun: null as Consent | null,
  rejectKey: '',
  atWitness: false,

  async onLoad(query: Record<string, string | undefined>) {
    this.id = query.id ?? ''
    await this.again()
  },

  /** Back from the other way: it is agreed to, or not yet. */
  async onShow() {
    if (!this.atWitness) return
    this.atWitness = false
    await this.again()
    if (this.data.r?.filing) this.setData({ done: 'agreed' })
  },

  /** FIL-02: whom the face does not open goes before a witness. */
  toWitness() {
    this.atWitness = true
    keepDraft(opinionOf(this.id), { opinion: this.data.text.trim() })
    open(`/person/pages/witness/witness?report=${this.id}`)
  },

  again() { return this.attempt(async () => this.setData({ r: await review(this.id), why: '' })) },

  choose(e: WechatMiniprogram.TouchEvent) {
    this.begun = null
    this.rejectKey = newKey()
    this.setData({ mode: e.currentTarget.dataset.mode as '' | 'agree' | 'reject', text: '', why: '', otherWay: false, cameraReady: false }, () => bringIntoView('.word'))
    this.judge()
  },

  onText(e: WechatMiniprogram.CustomEvent<{ value: string }>) {
    this.begun = null
    this.setData({ text: e.detail.value })
    this.judge()
  },

  onCamera() { this.setData({ cameraReady: true, cameraRefused: false }); this.judge() },
  onCameraRefused() { this.setData({ cameraReady: false, cameraRefused: true }); this.judge() },

  async permit() {
    await openPermissions()
    this.setData({ cameraRefused: false })
  },

  /** The server decides; a button that cannot work is not offered. */
  judge() {
    const { r, mode, text, cameraReady } = this.data
    this.setData({ canSend: text.trim().length >= 2 && (mode === 'reject' || !r?.needsFace || cameraReady) })
  },

  async send() {
    if (this.data.busy || !this.data.canSend) return
    const { mode, r } = this.data
    this.setData({ busy: true, why: '', otherWay: false })
    await this.attempt(async () => {
      const text = this.data.text.trim()
      if (mode === 'reject') {
        if (!(await confirm('驳回这份报告', '报告退回给出具人修改，原因他会看到。', '确认驳回', '先不驳回'))) return
        await sendBack(this.id, text, this.rejectKey)
      } else {
        this.begun ??= consent(this.id, text, r!.needsFace ? await takePhoto() : null)
        await agree(this.begun)
      }

      tremble()
      this.setData({ done: mode === 'reject' ? 'rejected' : 'agreed' })
    })
    this.setData({ busy: false })
  },

  async attempt(act: () => Promise<void>) {
    try {
      await act()
    } catch (e) {
      if (!(e instanceof Refusal)) throw e
      if (!e.mayRepeat) this.begun = null
      this.setData({ why: e.title, otherWay: e.code.startsWith('face.') && !e.mayRepeat && !!this.data.r?.secondWay }, () => bringIntoView('.note.bad'))
    }
  },

  back() { back() },
})
