import { begin, done, keep, kept as keptForm, ofRecord, proposed, reopen, type Form } from '../../features/form'
import { savedOf, viewOf, type Saved, type View } from '../../features/item-view'
import { forget, kept, record, room, type Kept } from '../../features/store'
import { sendAll } from '../../features/upload'
import type { CannotReason, Item, Result } from '../../features/task'
import { back, open, replaceBy } from '../../../lib/pages'
import { position, wantsLargeType, type Position } from '../../../lib/phone'
import { recorded } from '../../features/work'

/** One item (FLD-08 … 20): can or cannot, the questions with their limits, verdict, text, photos; once for each device. */
Page({
  data: { large: wantsLargeType(), name: '', what: '', className: '', remark: '', saved: [] as Saved[], writing: false, view: null as View | null, form: null as Form | null, closed: false, full: '', why: '' },

  taskId: '',
  item: null as Item | null,
  now: null as Kept | null,
  form: null as Form | null,
  place: null as Position | null,

  onLoad(query: Record<string, string | undefined>) {
    this.taskId = query.task ?? ''
    this.now = kept(this.taskId)
    this.item = this.now?.task.items.find((i) => i.code === query.item) ?? null
    if (!this.item) return back()
    const { name, letter, className } = this.item
    this.setData({ name: letter ? `${letter} ${name}` : name, what: this.item.do, className, remark: this.item.remark ?? '', closed: !['Created', 'InProgress', 'Returned'].includes(this.now!.task.state) })
    position().then((place) => { this.place = place }, () => { /* a record without a place is still a record */ })
  },

  /** Also back from the camera, which has put its picture into the draft. */
  onShow() {
    if (!this.item) return
    this.now = kept(this.taskId)
    const saved = savedOf(this.now!, this.item)
    const drafted = this.form ? keptForm(this.taskId, this.form.clientId) : null
    if (drafted) this.form = drafted
    else if (!this.form && !this.data.closed && (!saved.length || begin(this.now!.task, this.item).shots.length)) this.form = begin(this.now!.task, this.item)
    this.setData({ saved, full: room().full ? '手机里存满了。先连网把照片传上去，再接着拍。' : '' })
    this.show()
  },

  show() {
    this.setData({ why: '', writing: this.form !== null, form: this.form, view: this.form && viewOf(this.form, this.item!, this.now!.task) })
  },

  write(part: Partial<Form>) {
    this.form = keep(this.taskId, { ...this.form!, ...part })
    this.show()
  },

  another() {
    this.form = begin(this.now!.task, this.item!)
    this.show()
  },

  edit(e: WechatMiniprogram.TouchEvent) {
    const id = e.currentTarget.dataset.id as string
    const local = this.now!.entries.find((entry) => entry.clientId === id)
    const read = this.item!.records.find((r) => r.clientId === id)
    this.form = local ? reopen(this.taskId, local.form) : ofRecord(this.item!, read!)
    this.show()
  },

  onChoice(e: WechatMiniprogram.TouchEvent) {
    const can = e.currentTarget.dataset.value === 'can'
    this.write({ canInspect: can, reason: can ? null : this.form!.reason, verdict: null })
  },
  onReason(e: WechatMiniprogram.TouchEvent) { this.write({ reason: e.currentTarget.dataset.value as CannotReason, verdict: null }) },
  onResult(e: WechatMiniprogram.TouchEvent) { this.write({ result: e.currentTarget.dataset.value as Result }) },
  onVerdict(e: WechatMiniprogram.TouchEvent) { this.write({ verdict: e.currentTarget.dataset.value as 'Conforms' | 'Fails' }) },
  onText(e: WechatMiniprogram.CustomEvent<{ value: string }>) { this.write({ text: e.detail.value }) },
  onPositions(e: WechatMiniprogram.CustomEvent<{ value: string }>) { this.write({ positions: e.detail.value }) },
  onOwn(e: WechatMiniprogram.CustomEvent<{ value: string }>) { this.write({ own: { ...this.form!.own, [e.currentTarget.dataset.part as string]: e.detail.value } }) },
  onOption(e: WechatMiniprogram.TouchEvent) { this.answer(e.currentTarget.dataset.key as string, e.currentTarget.dataset.value as string) },
  onNumber(e: WechatMiniprogram.CustomEvent<{ value: string }>) { this.answer(e.currentTarget.dataset.key as string, e.detail.value) },

  /** FLD-19: the verdict that the values speak for is chosen with them; the person may judge otherwise, and that is flagged. */
  answer(key: string, value: string) {
    const before = proposed(this.form!, this.item!)
    const form = { ...this.form!, answers: { ...this.form!.answers, [key]: value } }
    const speaks = proposed(form, this.item!)
    if (speaks === before || speaks === null) return this.write(form)
    this.write(this.now!.task.judged ? { ...form, result: speaks === 'Conforms' ? 'Qualified' : 'Unqualified' } : { ...form, verdict: speaks })
  },

  shoot() { if (!this.data.full) open(`/field/pages/camera/camera?task=${this.taskId}&to=item&client=${this.drafted()}`) },
  sign() { open(`/field/pages/sign/sign?task=${this.taskId}&client=${this.drafted()}`) },
  film() { open(`/field/pages/camera/camera?task=${this.taskId}&to=film&client=${this.drafted()}`) },

  /** A film is played, a photo is drawn on. */
  look(e: WechatMiniprogram.TouchEvent) {
    const id = e.currentTarget.dataset.id as string
    const shot = this.form!.shots.find((s) => s.id === id)
    const film = shot?.film ? shot.path : this.form!.knownFilms.find((f) => f.id === id)?.link
    if (film) return open(`/field/pages/film/film?at=${encodeURIComponent(film)}`)
    if (shot && shot.kind !== 'Signature') open(`/field/pages/mark/mark?task=${this.taskId}&client=${this.drafted()}&shot=${shot.id}`)
  },

  /** What the next page adds to is the draft. */
  drafted(): string {
    this.form = keep(this.taskId, this.form!)
    return this.form.clientId
  },

  removeShot(e: WechatMiniprogram.TouchEvent) {
    const shot = this.form!.shots.find((s) => s.id === e.currentTarget.dataset.id)
    if (!shot) return
    const saved = this.now!.entries.some((entry) => entry.form.shots.some((s) => s.id === shot.id))
    this.write({ shots: this.form!.shots.filter((s) => s !== shot) })
    if (!saved) forget(shot)
  },

  save() {
    if (!this.form) return
    const { missing, needsProof, mayShoot } = this.data.view!
    // a blocked button is the next step: the camera where a photo is missing, else the words say what to fill in
    if (missing && mayShoot && !needsProof && missing.includes('张现场照片')) return this.shoot()
    if (missing) return this.setData({ why: `还不能保存：${missing}。` })
    const form = this.form
    record(this.taskId, form, this.place)
    done(this.taskId, form)
    this.form = null
    this.showSaved()
    this.show()
    void sendAll().then(() => this.showSaved())
  },

  showSaved() {
    this.now = kept(this.taskId) ?? this.now
    this.setData({ saved: savedOf(this.now!, this.item!) })
  },

  nextItem() {
    const left = this.now!.task.items.find((i) => !recorded(this.now!, i.code))
    if (left) replaceBy(`/field/pages/item/item?task=${this.taskId}&item=${left.code}`)
    else back()
  },
})
