// 排查维修 (FLD-29, 30): sent by the lead, accepted, carried out on site, written up. What was written stays on the phone until it is sent.
import { dropDraft } from '../../lib/drafts'
import { get, newKey, post, type Refusal } from '../../lib/http'
import type { Position } from '../../lib/phone'
import { pictureAt } from '../../lib/server'
import { day } from '../../features/words'
import { faultDraft, keepFault, type FaultDraft } from './camera'
import { forgetTask } from './store'
import { positionOf, sendPhoto } from './upload'

export type FaultState = 'Dispatched' | 'Accepted' | 'InProgress' | 'Done' | 'Withdrawn'

interface Row { id: string; kind: 'Troubleshoot' | 'Repair'; state: FaultState; projectName: string; address: string; itemName: string; faultText: string; place: string | null; dueOn: string; isLate: boolean }

export interface Fault extends Row { systemName: string; faultPhotos: { id: string; link: string }[]; note: string | null; resultText: string | null; result: 'Solved' | 'NotSolved' | null; photos: { id: string; link: string }[]; leastPhotos: number }

export interface FaultLine { id: string; kind: string; name: string; project: string; due: string; late: boolean; says: string; tone: string }

export const KINDS = { Troubleshoot: '排查', Repair: '维修' }
export const FAULT_STATES: Record<FaultState, { says: string; tone: string }> = {
  Dispatched: { says: '待接收', tone: 'wait' }, Accepted: { says: '待执行', tone: 'wait' }, InProgress: { says: '执行中', tone: 'now' }, Done: { says: '已完成', tone: 'good' }, Withdrawn: { says: '已改派', tone: '' },
}

export const PAGE = 20

export async function faults(page: number): Promise<{ lines: FaultLine[]; more: boolean }> {
  const { items, total } = await get<{ items: Row[]; total: number }>('/fault-tasks', { page: String(page), size: String(PAGE) })
  return {
    lines: items.map((f) => ({ id: f.id, kind: KINDS[f.kind], name: f.itemName, project: f.projectName, due: `${day(`${f.dueOn}T04:00:00Z`)}前做完`, late: f.isLate, ...FAULT_STATES[f.state] })),
    more: page * PAGE < total,
  }
}

export async function fault(id: string): Promise<Fault> {
  const found = await get<Fault>(`/fault-tasks/${id}`)
  const shown = (photos: Fault['photos']) => photos.map((p) => ({ ...p, link: pictureAt(p.link) }))
  return { ...found, faultPhotos: shown(found.faultPhotos), photos: shown(found.photos) }
}
export const accept = (id: string, key: string): Promise<unknown> => post(`/fault-tasks/${id}/accept`, {}, key)
export const begin = (id: string, place: Position, key: string): Promise<unknown> => post(`/fault-tasks/${id}/start`, { position: positionOf(place) }, key)

export function lacks(now: FaultDraft, leastPhotos: number): string {
  if (!now.result) return '选解决或没解决'
  if (now.text.trim().length < 2) return '写查到什么、做了什么'
  return now.shots.length < leastPhotos ? `还差 ${leastPhotos - now.shots.length} 张现场照片` : ''
}

/** A picture that arrived is noted at once, so that sending again sends the rest. */
export async function send(id: string): Promise<void> {
  for (const shot of faultDraft(id).shots.filter((s) => !s.serverId)) {
    const serverId = await sendPhoto(shot)
    const now = faultDraft(id)
    keepFault(id, { ...now, shots: now.shots.map((s) => (s.id === shot.id ? { ...s, serverId } : s)) })
  }
  const { result, text, shots, key } = faultDraft(id)
  await post(`/fault-tasks/${id}/submit`, { result, text: text.trim(), photoIds: shots.map((s) => s.serverId) }, key)
  dropDraft(`fault:${id}`)
  forgetTask(id)
}

/** Other words are another act. */
export function afterRefusal(id: string, e: Refusal): void {
  if (!e.mayRepeat) keepFault(id, { ...faultDraft(id), key: newKey() })
}
