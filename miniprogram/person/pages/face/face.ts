import { Refusal } from '../../../lib/http'
import { bringIntoView, open } from '../../../lib/pages'
import { openPermissions, takePhoto, wantsLargeType } from '../../../lib/phone'
import { faceBase, handIn, tell, type Told } from '../../features/face'

/** 人脸信息登记: what became of the picture, and a new one with the server's hint when it is not good enough. */
Page({
  data: {
    large: wantsLargeType(), told: null as Told | null, shooting: false, waits: false, cameraReady: false, cameraRefused: false, busy: false, why: '',
    needsConsent: false,
  },

  onShow(): Promise<void> { return this.attempt(() => this.read()) },

  async read() {
    const base = await faceBase()
    this.setData({ told: tell(base), waits: base.latest?.state === 'Pending', shooting: !base.latest })
  },

  again() { return this.onShow() },
  begin() { this.setData({ shooting: true, why: '' }) },
  onCamera() { this.setData({ cameraReady: true, cameraRefused: false }) },
  onCameraRefused() { this.setData({ cameraReady: false, cameraRefused: true }) },
  toPrivacy() { open('/person/pages/privacy/privacy') },

  async permit() {
    await openPermissions()
    this.setData({ cameraRefused: false })
  },

  async shoot() {
    if (this.data.busy || !this.data.cameraReady) return
    this.setData({ busy: true })
    await this.attempt(async () => {
      await handIn(await takePhoto())
      await this.read()
      this.setData({ shooting: false })
    })
    this.setData({ busy: false })
  },

  async attempt(act: () => Promise<void>) {
    this.setData({ why: '', needsConsent: false })
    try {
      await act()
    } catch (e) {
      if (!(e instanceof Refusal)) throw e
      this.setData({ why: e.title, needsConsent: e.code === 'face.consent_missing' }, () => bringIntoView('.note.bad'))
    }
  },
})
