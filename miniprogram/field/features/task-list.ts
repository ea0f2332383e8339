// The operator's own tasks with their state (FLD-25, 38).
import { clock, day } from '../../features/words'
import { get } from '../../lib/http'

export type TaskState = 'Created' | 'InProgress' | 'AwaitingSubmitConsent' | 'Submitted' | 'Approved' | 'Returned' | 'Reported'

export interface TaskRow {
  id: string; name: string; projectName: string; state: TaskState; facilities: number; items: number; records: number
  createdAt: string; startedAt: string | null; submittedAt: string | null; returnReason: string | null
}

export interface TaskLine { id: string; name: string; project: string; says: string; tone: string; how: string; reason: string }

export const STATES: Record<TaskState, { says: string; tone: string }> = {
  Created: { says: '待执行', tone: 'wait' },
  InProgress: { says: '执行中', tone: 'now' },
  AwaitingSubmitConsent: { says: '待同意提交', tone: 'wait' },
  Submitted: { says: '待审核', tone: 'wait' },
  Approved: { says: '审核通过', tone: 'good' },
  Returned: { says: '审核不通过', tone: 'bad' },
  Reported: { says: '已入报告', tone: 'good' },
}

export const PAGE = 20

/** @param state Only these; null takes all. */
export async function tasks(page: number, state: TaskState | null = null): Promise<{ lines: TaskLine[]; more: boolean }> {
  const { items, total } = await get<{ items: TaskRow[]; total: number }>('/tasks', { page: String(page), size: String(PAGE), ...(state ? { state } : {}) })
  return { lines: items.map(lineOf), more: page * PAGE < total }
}

export function lineOf(task: TaskRow): TaskLine {
  const at = task.submittedAt ?? task.startedAt ?? task.createdAt
  const what = task.submittedAt ? '提交' : task.startedAt ? '开始' : '接收'
  return {
    id: task.id, name: task.name, project: task.projectName, ...STATES[task.state],
    how: `${task.records ? `已记录 ${task.records} 条，` : ''}共 ${task.items} 项。${day(at)} ${clock(at)} ${what}`, reason: task.state === 'Returned' ? task.returnReason ?? '' : '',
  }
}
