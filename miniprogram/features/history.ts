// 执业历史 (CHK-15): when, where, how long, and why a time does not count (CHK-13).
import { get } from '../lib/http'
import { clock, day, minutes } from './words'

interface Row {
  id: string; projectId: string; projectName: string; startedAt: string; endedAt: string | null; minutes: number | null; mark: string
  markReason: string | null; formId: string | null
}

export interface Line { id: string; projectId: string; name: string; when: string; how: string; tone: string; reason: string; needsForm: boolean }

export const PAGE = 20

export async function history(page: number): Promise<{ lines: Line[]; more: boolean }> {
  const { items, total } = await get<{ items: Row[]; total: number }>('/visits', { page: String(page), size: String(PAGE) })
  return { lines: items.map(line), more: page * PAGE < total }
}

function line(v: Row): Line {
  const counts = v.mark === 'None'
  return {
    id: v.id, projectId: v.projectId, name: v.projectName,
    when: `${day(v.startedAt)} ${clock(v.startedAt)}${v.endedAt ? `–${day(v.endedAt) === day(v.startedAt) ? '' : `${day(v.endedAt)} `}${clock(v.endedAt)}` : ''}`,
    how: v.endedAt === null ? '执业中' : counts ? minutes(v.minutes ?? 0) : '记 0 分钟',
    tone: v.endedAt === null ? 'now' : counts ? 'good' : 'wait',
    reason: v.markReason ?? '', needsForm: v.endedAt !== null && v.formId === null,
  }
}
