import { filmed, LONGEST_FILM, shot, told, type Target, type Told } from '../../features/camera'
import { Refusal } from '../../../lib/http'
import { back, open, setTitle } from '../../../lib/pages'
import { film, openPermissions, position, PositionMissing, takePhoto, wantsLargeType, type Filming, type NoPosition, type Position } from '../../../lib/phone'

/** WeChat's own end of a film comes after ours: only what stop() gives is compressed. */
const SPARE_SECONDS = 5

/** The camera and nothing else: pictures and films of the field work come from no album (FLD-14, 17, 40). */
Page({
  data: { large: wantsLargeType(), told: null as Told | null, needsPlace: false, ready: false, refused: false, noPlace: '' as NoPosition | '', located: false, busy: false, why: '', noRoom: false, films: false, filming: false, seconds: 0, longest: LONGEST_FILM },

  target: null as Target | null,
  place: null as Position | null,
  filming: null as Filming | null,
  gone: false,

  async onLoad(query: Record<string, string | undefined>) {
    this.target = query as unknown as Target
    this.setData({ told: told(this.target), films: this.target.to === 'film', needsPlace: this.target.to === 'startConsent' || this.target.to === 'submitConsent' })
    await this.locate()
  },

  onReady() { setTitle(this.data.told!.title) },
  onUnload() { this.gone = true },

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
    if (this.data.films) return this.film()
    if (this.data.busy || !this.data.ready || (this.data.needsPlace && !this.place)) return
    this.setData({ busy: true, why: '' })
    try {
      await shot(this.target!, await takePhoto(), this.place)
      back()
    } catch (e) {
      if (!(e instanceof Refusal)) throw e
      this.tell(e)
    } finally {
      this.setData({ busy: false })
    }
  },

  tell(e: Refusal) { this.setData({ why: e.title, noRoom: e.code === 'phone.no_room' }) },
  toLedger() { open('/field/pages/ledger/ledger') },

  /** One tap begins, the next ends, and the longest time ends it too. Whoever leaves the page drops it, whoever leaves the app keeps what was taken. */
  async film() {
    if (this.filming) return this.endFilm()
    if (!this.data.ready) return
    const from = Date.now()
    this.filming = film(LONGEST_FILM + SPARE_SECONDS)
    this.setData({ filming: true, seconds: 0, why: '' })
    const ticking = setInterval(() => {
      if (this.data.busy) return
      this.setData({ seconds: Math.min(LONGEST_FILM, Math.floor((Date.now() - from) / 1000)) })
      if (this.data.seconds === LONGEST_FILM) this.endFilm()
    }, 250)
    try {
      const taken = await this.filming.ended
      if (this.gone) return
      filmed(this.target!, taken, Math.max(1, this.data.seconds), this.place)
      back()
    } catch (e) {
      if (!this.gone) this.tell(e instanceof Refusal ? e : new Refusal('film.failed', '没有录成。录像要用相机和麦克风，允许以后再录一次。'))
    } finally {
      clearInterval(ticking)
      this.filming = null
      if (!this.gone) this.setData({ filming: false, busy: false })
    }
  },

  endFilm() {
    if (this.data.busy) return
    this.setData({ busy: true })
    this.filming!.stop()
  },
})
