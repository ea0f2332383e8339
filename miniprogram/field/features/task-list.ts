// The operator's own tasks with their state (FLD-25, 38).
import { clock, day } from '../../features/words'
import { get } from '../../lib/http'
import { allKept } from './store'

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

/** @param states Only these; none takes all. */
export async function tasks(page: number, states: readonly TaskState[] = []): Promise<{ lines: TaskLine[]; more: boolean }> {
  const query = [`page=${page}`, `size=${PAGE}`, ...states.map((state) => `state=${state}`)].join('&')
  const { items, total } = await get<{ items: TaskRow[]; total: number }>(`/tasks?${query}`)
  return { lines: items.map(lineOf), more: page * PAGE < total }
}

/** Without a network: those that the phone has received. */
export function keptTasks(states: readonly TaskState[] = []): TaskLine[] {
  return allKept().filter((k) => !states.length || states.includes(k.task.state)).map(({ task, readAt, entries }) => lineOf({
    ...task, facilities: task.classCodes.length, items: task.items.length, records: Math.max(entries.length, task.items.reduce((sum, i) => sum + i.records.length, 0)), createdAt: readAt,
  }))
}

export function lineOf(task: TaskRow): TaskLine {
  const at = task.submittedAt ?? task.startedAt ?? task.createdAt
  const what = task.submittedAt ? '提交' : task.startedAt ? '开始' : '接收'
  return {
    id: task.id, name: task.name, project: task.projectName, ...STATES[task.state],
    how: `${task.records ? `已记录 ${task.records} 条，` : ''}共 ${task.items} 项。${day(at)} ${clock(at)} ${what}`, reason: task.state === 'Returned' ? task.returnReason ?? '' : '',
  }
}

export const SETS: Record<string, { title: string; states: TaskState[]; empty: string }> = {
  ToStart: { title: '待开始工作', states: ['Created'], empty: '没有等您开始的任务。先接收计划。' },
  Unsubmitted: { title: '没提交的任务', states: ['Created', 'InProgress', 'AwaitingSubmitConsent', 'Returned'], empty: '没有没提交的任务。' },
  History: { title: '历史记录', states: ['Submitted', 'Approved', 'Returned', 'Reported'], empty: '还没有提交过任务。' },
}
