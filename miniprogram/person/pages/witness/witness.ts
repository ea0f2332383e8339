import { askChallenge, newAttempt, remember, run } from '../../../features/visits'
import { attempt } from '../../../features/attempt'
import { Refusal } from '../../../lib/http'
import { back, replaceBy } from '../../../lib/pages'
import { openPermissions, position, PositionMissing, takePhoto, tremble, wantsLargeType } from '../../../lib/phone'
import { agreeBefore, agreeing, isCode, sendCodes, witnesses, type Agreeing, type CodesSent, type Witness } from '../../features/witness'

/** Who bears witness, the two codes, one picture: then the check-in itself, marked 非人脸. */
Page({
  data: {
    large: wantsLargeType(), projectId: '', visitId: '', reportId: '', people: [] as Witness[], chosen: '', sent: null as CodesSent | null, wait: 0,
    code: '', witnessCode: '', ready: false, cameraReady: false, cameraRefused: false, loading: true, busy: false, why: '',
  },

  ticking: 0,
  /** Of a report: what was begun and not answered. */
  begun: null as Agreeing | null,

  async onLoad(query: Record<string, string | undefined>) {
    this.setData({ projectId: query.project ?? '', visitId: query.visit ?? '', reportId: query.report ?? '' })
    await this.again()
    this.setData({ loading: false })
  },

  again() { return this.attempt(async () => this.setData({ people: await witnesses(this.data, '') })) },

  onUnload() { clearInterval(this.ticking) },

  choose(e: WechatMiniprogram.TouchEvent) { this.setData({ chosen: String(e.currentTarget.dataset.id) }) },

  async send() {
    if (!this.data.chosen || this.data.wait > 0) return
    await this.busily(async () => {
      const sent = await sendCodes(this.data, this.data.chosen)
      this.setData({ sent, wait: sent.againAfterSeconds, code: '', witnessCode: '', ready: false })
      clearInterval(this.ticking)
      this.ticking = setInterval(() => {
        this.setData({ wait: this.data.wait - 1 })
        if (this.data.wait <= 0) clearInterval(this.ticking)
      }, 1000)
    })
  },

  onCode(e: WechatMiniprogram.CustomEvent<{ value: string }>) { this.typed({ code: e.detail.value }) },
  onWitnessCode(e: WechatMiniprogram.CustomEvent<{ value: string }>) { this.typed({ witnessCode: e.detail.value }) },

  typed(now: { code?: string; witnessCode?: string }) {
    this.begun = null
    this.setData(now)
    this.setData({ ready: isCode(this.data.code) && isCode(this.data.witnessCode) })
  },

  onCamera() { this.setData({ cameraReady: true, cameraRefused: false }) },
  onCameraRefused() { this.setData({ cameraReady: false, cameraRefused: true, why: '没有相机权限。这种方式要一张现场照片，打开权限再继续。' }) },

  async permit() {
    await openPermissions()
    this.setData({ cameraRefused: false, why: '' })
  },

  async prove() {
    if (!this.data.ready || !this.data.cameraReady) return
    await this.busily(async () => {
      if (this.data.reportId) return this.agree()
      const { projectId, sent, code, witnessCode } = this.data
      const visitId = this.data.visitId || null
      const place = await position()
      const attempt = newAttempt(projectId, visitId, await this.afterChallenge(projectId, visitId), place, this.challenge)
      attempt.codes = { challengeId: sent!.challengeId, code: code.trim(), witnessCode: witnessCode.trim() }
      const outcome = await run(attempt)
      // wrong codes are typed again here; everything else has its page
      if (outcome.kind === 'refused' && outcome.code.startsWith('identity.')) return this.setData({ why: outcome.title })
      tremble()
      remember(attempt)
      replaceBy('/pages/result/result')
    })
  },

  /** The page that sent one here looks again what has become of its report. */
  async agree() {
    const { reportId, sent, code, witnessCode } = this.data
    try {
      this.begun ??= agreeing(await takePhoto())
      await agreeBefore(reportId, this.begun, { challengeId: sent!.challengeId, code: code.trim(), witnessCode: witnessCode.trim() })
    } catch (e) {
      if (!(e instanceof Refusal) || !e.mayRepeat) this.begun = null
      throw e
    }

    tremble()
    back()
  },

  challenge: '',

  /** The server's word first, then the picture: one that is older counts nothing (CHK-01). */
  async afterChallenge(projectId: string, visitId: string | null): Promise<string> {
    this.challenge = await askChallenge(projectId, visitId)
    return takePhoto()
  },

  async busily(act: () => Promise<void>) {
    if (!this.data.busy) await this.attempt(act)
  },

  async attempt(act: () => Promise<void>) {
    try {
      await attempt(this, act)
    } catch (e) {
      if (!(e instanceof PositionMissing)) throw e
      this.setData({ why: '没有定位。打卡要核对您在现场，请允许定位再试。' })
    }
  },
})
