import { attempt } from '../../../features/attempt'
import { marked } from '../../features/camera'
import { kept } from '../../features/form'
import { burn, shapeOf, svg, type Mark, type Point } from '../../../lib/draw'
import { back } from '../../../lib/pages'
import { paperRoom, wantsLargeType } from '../../../lib/phone'

type Tool = 'arrow' | 'circle' | 'text'

/** Arrow, circle, words on a photo (FLD-14); the photo itself stays as it was taken. */
Page({
  data: { large: wantsLargeType(), path: '', over: '', tool: 'arrow' as Tool, text: '', count: 0, width: 0, height: 0, busy: false, why: '', tools: [{ tool: 'arrow', name: '箭头' }, { tool: 'circle', name: '圈' }, { tool: 'text', name: '文字' }] },

  task: '', client: '', shot: '',
  marks: [] as Mark[],
  box: null as { left: number; top: number; width: number; height: number } | null,

  onLoad(query: Record<string, string | undefined>) {
    Object.assign(this, { task: query.task, client: query.client, shot: query.shot, marks: [] })
    const photo = kept(this.task, this.client)?.shots.find((s) => s.id === this.shot)
    if (!photo) return back()
    // always drawn on what the camera took
    const { path } = photo.drawnOn ?? photo
    this.setData({ path })
    // the finger draws on the paper and scrolls beside it: all of it is seen at once
    void shapeOf(path).then((shape) => {
      const width = Math.round(Math.min(paperRoom().width, paperRoom().height * shape))
      this.setData({ width, height: Math.round(width / shape) })
    })
  },

  choose(e: WechatMiniprogram.TouchEvent) { this.setData({ tool: e.currentTarget.dataset.tool as Tool }) },
  onText(e: WechatMiniprogram.CustomEvent<{ value: string }>) { this.setData({ text: e.detail.value }) },

  measure(e: WechatMiniprogram.TouchEvent) {
    const touch = e.touches[0]!
    this.createSelectorQuery().select('.paper').boundingClientRect((box) => {
      this.box = box as unknown as typeof this.box
      this.begin(this.at(touch.clientX, touch.clientY))
    }).exec()
  },

  at(x: number, y: number): Point {
    const within = (share: number) => Math.max(0, Math.min(1, share))
    return { x: within((x - this.box!.left) / this.box!.width), y: within((y - this.box!.top) / this.box!.height) }
  },

  begin(at: Point) {
    const { tool, text } = this.data
    if (tool === 'text') {
      if (text.trim()) this.marks.push({ kind: 'text', at, text: text.trim() })
    } else this.marks.push({ kind: tool, from: at, to: at })
    this.draw()
  },

  move(e: WechatMiniprogram.TouchEvent) {
    const last = this.marks[this.marks.length - 1]
    const touch = e.touches[0]
    if (!this.box || !last || !touch || last.kind === 'stroke') return
    const at = this.at(touch.clientX, touch.clientY)
    if (last.kind === 'text') last.at = at
    else last.to = at
    this.draw()
  },

  /** A tap is no arrow: what was not drawn out goes again. */
  end() {
    const last = this.marks[this.marks.length - 1]
    if (!last || (last.kind !== 'arrow' && last.kind !== 'circle') || Math.hypot(last.to.x - last.from.x, last.to.y - last.from.y) > 0.02) return
    this.undo()
  },

  undo() {
    this.marks.pop()
    this.draw()
  },

  draw() { this.setData({ over: this.box && this.marks.length ? svg(this.marks, this.box.width, this.box.height) : '', count: this.marks.length }) },

  async save() {
    if (this.data.busy || !this.marks.length) return
    this.setData({ busy: true, why: '' })
    const refused = await attempt(this, async () => { marked(this.task, this.client, this.shot, await burn(this.data.path, this.marks)) })
    if (!refused) back()
  },
})
