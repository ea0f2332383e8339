import type { DetectionVerdict, FaultState, HandlingKind, PlanPage, PlanRow, ProjectState, ReportDue, ReportState, ServiceType, TaskState } from '@wechatservice/api'
import { say, type State } from '@wechatservice/ui'

/** The words and tones of the states that the agency's people see; the glossary's words, nothing else. */
export function planState(p: { state: PlanRow['state']; facilities: number; given: number }): State {
  if (p.state === 'Completed') return { word: '已完成', tone: 'green' }
  if (p.given === 0) return { word: '未下发', tone: 'orange' }
  if (p.given < p.facilities) return { word: '部分下发', tone: 'blue' }
  return p.state === 'InProgress' ? { word: '执行中', tone: 'blue' } : { word: '已下发', tone: 'blue' }
}
/** Facilities that somebody has: assigned, taken into a task, or done. */
export const given = (p: PlanRow) => p.assigned + p.taken + p.done
export const givenOf = (p: PlanPage) => p.facilities.filter(f => f.state !== 'Open').length
export const projectStates: Record<ProjectState, State> = {
  Draft: { word: '草稿', tone: 'grey' }, Active: { word: '可以开工', tone: 'green' }, Practised: { word: '执业中', tone: 'blue' }, Retest: { word: '待复检', tone: 'orange' },
  Done: { word: '已完成', tone: 'grey' }, Terminated: { word: '已终止', tone: 'grey' }, Cancelled: { word: '已注销', tone: 'grey' },
}
export const faultStates: Record<FaultState, State> = {
  Pending: { word: '待处理', tone: 'orange' }, InProgress: { word: '处理中', tone: 'blue' }, OwnerDeclined: { word: '不同意维修', tone: 'grey' },
  Resolved: { word: '已解决', tone: 'green' }, OutOfScope: { word: '不在范围', tone: 'grey' },
  OwnerHandling: { word: '单位内部处理', tone: 'blue' }, OwnerResolved: { word: '单位已处理', tone: 'green' }, Retracted: { word: '已更正', tone: 'grey' },
}
export const reportStates: Record<ReportState, State> = {
  Generating: { word: '生成中', tone: 'blue' }, Ready: { word: '未备案', tone: 'orange' }, Failed: { word: '没出成', tone: 'red' }, Filed: { word: '已备案', tone: 'green' },
  Saved: { word: '已保存', tone: 'grey' },
}
export const taskStates: Record<TaskState, State> = {
  Created: { word: '待执行', tone: 'grey' }, InProgress: { word: '执行中', tone: 'blue' }, AwaitingSubmitConsent: { word: '等同意提交', tone: 'orange' }, Submitted: { word: '待审核', tone: 'orange' },
  Approved: { word: '审核通过', tone: 'green' }, Returned: { word: '审核不通过', tone: 'red' }, Reported: { word: '已入报告', tone: 'green' },
}
export const serviceTypes: Record<ServiceType, string> = { Maintenance: '维护保养', AnnualDetection: '年度检测', CompletionDetection: '竣工检测', SpecialDetection: '专项检测', Assessment: '安全评估' }
export const conclusions: Record<string, State> = { Qualified: { word: '合格', tone: 'green' }, Unqualified: { word: '不合格', tone: 'red' } }
export const monthlyState = (state: string | null | undefined): State => state === 'Pushed' ? { word: '已推送', tone: 'green' } : state === 'Saved' ? { word: '已保存', tone: 'blue' } : { word: '未编制', tone: 'grey' }

/** Where a condition is mended, and the word of the link that goes there. */
export function mend(u: ReportDue['unmet'][number], d: { projectId: string; month: string }): { to: string; word: string } | undefined {
  switch (u.mend) {
    case 'MakePlan': return { to: `/plans/new?project=${d.projectId}`, word: '去建计划' }
    case 'OpenPlan': return { to: `/plans/${u.at}`, word: '看计划' }
    case 'Review': return { to: u.at ? `/reviews/${u.at}` : '/reviews', word: '去审核' }
    case 'RemindOwner': return { to: `/projects/${d.projectId}`, word: '提醒对方' }
    case 'WriteMonthly': return { to: `/monthly-reports/${d.projectId}/${d.month}`, word: '写月报' }
    case 'OpenProject': return { to: `/projects/${d.projectId}`, word: '看项目' }
    default: return undefined
  }
}
/** PLN-03 */
export const missReasons: Record<string, string> = { NotCreated: '没建计划', NotAssigned: '建了，没下发', NotFinished: '没做完' }
export const planKinds: Record<string, string> = { Month: '月度', Quarter: '季度', Year: '年度' }
export const faultSources: Record<string, string> = { MaintenanceReport: '维保发现', OwnerRequest: '业主报修', LabelScan: '扫码上报' }

/** FLT-02: exactly five; each says where the fault goes. */
export const handlings: { kind: HandlingKind; word: string; effect: string; sends?: 'look' | 'repair' }[] = [
  { kind: 'Troubleshoot', word: '先排查原因', effect: '派人去查，故障转到“处理中”', sends: 'look' },
  { kind: 'OwnerAgreesRepair', word: '业主同意维修', effect: '派人去修，故障转到“处理中”', sends: 'repair' },
  { kind: 'OwnerDeclinesRepair', word: '业主不同意维修', effect: '记下来，以后同意了可以再派' },
  { kind: 'InDiscussionWithOwner', word: '还在和业主沟通', effect: '留在“待处理”，不影响通过审核' },
  { kind: 'OutOfContractScope', word: '不在合同范围内', effect: '单独列出，不再处理，报告里会写明' },
]

/** What the operator wrote says more than the catalogue's item. */
export const faultTitle = (f: { itemName: string; text: string }) => say.heading(f.text, f.itemName)
/** What presses is said first, as long as nobody has taken it up. */
export function faultState(f: { state: FaultState; isHandled: boolean; isUrgent?: boolean }): State {
  if (f.state === 'Pending') return f.isHandled ? { word: '沟通中', tone: 'blue' } : f.isUrgent ? { word: '紧急', tone: 'red' } : faultStates.Pending
  return faultStates[f.state]
}

/** 合格, 不合格, 不具备测试条件, 现场无此设备 of an item; 不适用 of what nothing was tested in (FLD-16, REV-17). */
export const verdictWord: Record<DetectionVerdict, string> = { Qualified: '合格', Unqualified: '不合格', NotTestable: '不具备测试条件', NoSuchDevice: '现场无此设备', NotApplicable: '不适用' }
