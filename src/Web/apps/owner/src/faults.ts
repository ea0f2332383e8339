import type { OwnerFault } from '@wechatservice/api'
import type { State } from '@wechatservice/ui'

/** A fault's state in the owner's words. */
export const faultStates: Record<OwnerFault['state'], State> = {
  Pending: { word: '等处理', tone: 'orange' }, InProgress: { word: '正在修', tone: 'blue' }, OwnerDeclined: { word: '您没同意修', tone: 'grey' }, Resolved: { word: '修好了', tone: 'green' },
  OutOfScope: { word: '不在合同内', tone: 'grey' }, OwnerHandling: { word: '单位在处理', tone: 'blue' }, OwnerResolved: { word: '单位处理好了', tone: 'green' }, Retracted: { word: '已更正', tone: 'grey' },
}

/** Fen as people read it: 350 元, 350.50 元; nothing to pay says so. */
export function yuan(fen: number): string {
  if (!fen) return '不收费'
  const whole = Math.floor(fen / 100).toLocaleString('zh-CN'), rest = fen % 100
  return rest ? `${whole}.${String(rest).padStart(2, '0')} 元` : `${whole} 元`
}
