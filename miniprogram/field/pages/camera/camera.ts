import { shot, told, type Target, type Told } from '../../features/camera'
import { Refusal } from '../../../lib/http'
import { back, setTitle } from '../../../lib/pages'
import { openPermissions, position, PositionMissing, takePhoto, wantsLargeType, type NoPosition, type Position } from '../../../lib/phone'

/** The camera and nothing else: pictures of the field work come from no album (FLD-14, 17, 40). */
Page({
  data: { large: wantsLargeType(), told: null as Told | null, needsPlace: false, ready: false, refused: false, noPlace: '' as NoPosition | '', located: false, busy: false, why: '' },

  target: null as Target | null,
  place: null as Position | null,

  async onLoad(query: Record<string, string | undefined>) {
    this.target = query as unknown as Target
    this.setData({ told: told(this.target), needsPlace: this.target.to === 'startConsent' || this.target.to === 'submitConsent' })
    await this.locate()
  },

  onReady() { setTitle(this.data.told!.title) },

  async locate() {
    try {
      this.place = await position()
      this.setData({ located: true, noPlace: '' })
    } catch (e) {
      if (!(e instanceof PositionMissing)) throw e
      this.setData({ noPlace: e.why })
    }
  },

  onCamera() { this.setData({ ready: true, refused: false }) },
  onRefused() { this.setData({ ready: false, refused: true }) },

  async permit() {
    await openPermissions()
    // a <camera> that was refused asks again only when it is put in anew
    this.setData({ refused: false })
    if (this.data.noPlace) await this.locate()
  },

  async shoot() {
    if (this.data.busy || !this.data.ready || (this.data.needsPlace && !this.place)) return
    this.setData({ busy: true, why: '' })
    try {
      await shot(this.target!, await takePhoto(), this.place)
      back()
    } catch (e) {
      if (!(e instanceof Refusal)) throw e
      this.setData({ why: e.title })
    } finally {
      this.setData({ busy: false })
    }
  },
})
