import { sketch, type FencePoint } from '../../features/fence'
import type { Position } from '../../lib/phone'

/** 围栏图 of a project and me. Whoever uses it writes the same facts in a line of text below. */
Component({
  properties: { fence: { type: Array, value: [] as FencePoint[] }, me: { type: Object, value: null as unknown as Position }, height: { type: Number, value: 150 } },
  data: { drawn: '' },
  observers: {
    'fence, me, height': function (fence: FencePoint[], me: Position | null, height: number) { this.setData({ drawn: sketch(fence, me, height) }) },
  },
})
