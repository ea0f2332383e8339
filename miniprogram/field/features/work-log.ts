// 工作日志 (FLD-33): what one did on a day, as the server has it.
import { clock, day } from '../../features/words'
import { get } from '../../lib/http'
import { KINDS, FAULT_STATES, type FaultState } from './faults'
import { STATES, type TaskState } from './task-list'

interface Row { id: string; name: string; projectName: string; faultKind: keyof typeof KINDS | null; state: TaskState | null; faultState: FaultState | null; startedAt: string | null; submittedAt: string | null; records: number }

export interface LogLine { id: string; fault: boolean; name: string; project: string; says: string; tone: string; how: string }

const SHANGHAI_MS = 8 * 3600_000

/** @param back Days before today. */
export async function workLog(back: number, now = Date.now()): Promise<{ day: string; lead: string; lines: LogLine[] }> {
  const of = new Date(now + SHANGHAI_MS - back * 86_400_000).toISOString().slice(0, 10)
  const { tasks, records } = await get<{ tasks: { items: Row[]; total: number }; records: number }>('/work-log', { day: of, size: '100' })
  return {
    day: day(`${of}T04:00:00Z`), lead: tasks.total ? `做了 ${tasks.total} 个任务，记了 ${records} 条` : '这天没有记录',
    lines: tasks.items.map((t) => ({
      id: t.id, fault: t.faultKind !== null, name: t.faultKind ? `${KINDS[t.faultKind]}：${t.name}` : t.name, project: t.projectName, ...(t.state ? STATES[t.state] : FAULT_STATES[t.faultState!]),
      how: [t.startedAt && `${day(t.startedAt)} ${clock(t.startedAt)} 开始`, t.submittedAt && `${clock(t.submittedAt)} 提交`, t.records && `${t.records} 条记录`].filter(Boolean).join('，'),
    })),
  }
}
