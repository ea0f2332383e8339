import { attempt } from '../../../features/attempt'
import { signed } from '../../features/camera'
import { sheet, svg, type Mark, type Point } from '../../../lib/draw'
import { knownField } from '../../features/home'
import { back } from '../../../lib/pages'
import { position, wantsLargeType, type Position } from '../../../lib/phone'

/** The client signs on the spot that an item could not be tested (FLD-11). */
Page({
  data: { large: wantsLargeType(), owner: knownField()?.ownerWord ?? '业主', over: '', count: 0, why: '' },

  task: '', client: '',
  marks: [] as { kind: 'stroke'; points: Point[] }[],
  box: null as { left: number; top: number; width: number; height: number } | null,
  place: null as Position | null,

  onLoad(query: Record<string, string | undefined>) {
    Object.assign(this, { task: query.task, client: query.client, marks: [] })
    position().then((place) => { this.place = place }, () => { /* signed without a place */ })
  },

  begin(e: WechatMiniprogram.TouchEvent) {
    const { clientX, clientY } = e.touches[0]!
    this.createSelectorQuery().select('.paper').boundingClientRect((box) => {
      this.box = box as unknown as typeof this.box
      this.marks.push({ kind: 'stroke', points: [this.at(clientX, clientY)] })
      this.draw()
    }).exec()
  },

  move(e: WechatMiniprogram.TouchEvent) {
    const touch = e.touches[0]
    if (!this.box || !touch || !this.marks.length) return
    this.marks[this.marks.length - 1]!.points.push(this.at(touch.clientX, touch.clientY))
    this.draw()
  },

  at(x: number, y: number): Point { return { x: (x - this.box!.left) / this.box!.width, y: (y - this.box!.top) / this.box!.height } },

  clear() {
    this.marks = []
    this.draw()
  },

  draw() { this.setData({ over: this.box && this.marks.length ? svg(this.marks as Mark[], this.box.width, this.box.height, '#13202A') : '', count: this.marks.reduce((sum, m) => sum + m.points.length, 0) }) },

  async save() {
    const { box } = this
    if (this.data.count < 5 || !box) return
    const refused = await attempt(this, () => signed(this.task, this.client, sheet(this.marks as Mark[], Math.round(box.width * 2), Math.round(box.height * 2)), this.place))
    if (!refused) back()
  },
})
