import type { FilingPage } from '@wechatservice/api'
import { say, type IconName, type Proof, type State } from '@wechatservice/ui'

/** FIL-04 in words: how long there is still time, or by how much it is late. */
export function term(daysLeft: number | null | undefined): State {
  if (daysLeft == null) return { word: '未备案', tone: 'orange' }
  if (daysLeft < 0) return { word: `备案逾期 ${-daysLeft} 天`, tone: 'red' }
  return { word: daysLeft === 0 ? '今天要备案' : `还有 ${daysLeft} 天`, tone: 'orange' }
}

export const nameOf = (r: { kind: FilingPage['kind']; month: string }) => r.kind === 'Maintenance' || r.kind === 'MaintenanceUploaded' ? `${say.month(r.month)}维护保养报告`
  : r.kind === 'Assessment' ? '消防安全评估报告' : r.kind === 'Written' ? `${say.month(r.month)}技术服务报告` : '消防设施检测报告'

export function verdict(r: FilingPage): string {
  if (r.conclusion) return r.conclusion === 'Qualified' ? '合格' : '不合格'
  return r.counts.fails ? `系统运行，有 ${r.counts.fails} 处待修` : '系统运行，没有待修'
}

/** 凭据条 of a filing: 人 时 文 锁. By the second way the first cell is orange and names the witness. */
export function filingProofs(r: FilingPage): [Proof, Proof, Proof, Proof] {
  const f = r.filing!
  return [
    f.witnessName ? { icon: 'face', label: '本人', value: '非人脸', detail: `${f.witnessName}见证`, state: 'wa' }
      : f.score != null ? { icon: 'face', label: '本人', value: say.score(f.score), detail: `≥ ${(f.threshold ?? .8).toFixed(2)}`, state: 'ok' }
        : { icon: 'face', label: '本人', value: '没有', detail: '这里不用比', state: 'wa' },
    { icon: 'clock', label: '备案', value: say.clock(f.at), detail: say.day(f.at), state: 'ok' },
    { icon: 'doc', label: '报告', value: String(r.pages), unit: '页', detail: r.bytes ? `PDF ${say.bytes(r.bytes)}` : 'PDF', state: 'ok' },
    { icon: 'lock', label: '校验', value: (r.contentHash ?? '').slice(0, 4).toUpperCase(), detail: '前 4 位', state: 'ok' },
  ]
}

export interface Heed { tone: 'red' | 'orange' | 'green'; icon: IconName; title: string; detail: string }

/** What a careful person weighs before filing; only facts of this report. */
export function heeds(r: FilingPage): Heed[] {
  return [
    ...(r.objection ? [{ tone: 'red' as const, icon: 'refresh' as const, title: `${say.when(r.objection.at)} 驳回过`, detail: `“${r.objection.reason}”` }] : []),
    ...(r.flagged ? [{ tone: 'red' as const, icon: 'flag' as const, title: `${r.flagged} 处结论与实测不一致`, detail: '说明写在报告里，主管部门可见' }] : []),
    ...(r.counts.fails ? [{ tone: 'orange' as const, icon: 'wrench' as const, title: `${r.counts.fails} 处不符合`, detail: '都有处置，写在报告的机构意见里' }] : []),
    ...(r.counts.cannot ? [{ tone: 'orange' as const, icon: 'info' as const, title: `${r.counts.cannot} 项没法检查`, detail: '原因写在报告里，下个月再查' }] : []),
    ...(r.reviewerName ? [{ tone: 'green' as const, icon: 'shield' as const, title: '逐项审核过', detail: `${r.reviewerName}${r.reviewedAt ? `，${say.when(r.reviewedAt)}` : ''}` }] : []),
  ]
}
