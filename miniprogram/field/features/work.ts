// What an operator does with a task: receive it, read it, begin, ask, submit, delete. Receiving and submitting need a network; the rest goes on
// without one and is sent later (FLD-01, 04, 07, 23, 24; APR-01, 02, 13).
import { get, newKey, post, Refusal, remove } from '../../lib/http'
import type { Position } from '../../lib/phone'
import { change, forgetTask, kept, receive, type Kept } from './store'
import type { StartNeed, Task } from './task'
import { sendAll } from './upload'

export interface Facility { classCode: string; name: string; systemName: string; items: number }
export interface OpenPlan { planId: string; planName: string; projectId: string; projectName: string; address: string; facilities: Facility[] }

export const PAGE = 20

export async function openPlans(page: number): Promise<{ plans: OpenPlan[]; more: boolean }> {
  const { items, total } = await get<{ items: OpenPlan[]; total: number }>('/plan-items', { page: String(page), size: String(PAGE) })
  return { plans: items.filter((p) => p.facilities.length), more: page * PAGE < total }
}

/** FLD-03: from so many facilities on several tasks are wiser, each with few photos to send. */
export function advice(chosen: number, adviseSplitAbove: number): string {
  return chosen > adviseSplitAbove ? `选了 ${chosen} 项设施。一个任务最好不超过 ${adviseSplitAbove} 项，分几个任务接收，传照片更快。` : ''
}

/** @returns The task's id, which is on the phone with all that recording needs. */
export async function take(planId: string, classCodes: string[], key: string): Promise<string> {
  const { id } = await post<{ id: string }>('/tasks', { planId, classCodes }, key)
  await read(id)
  return id
}

export async function makeExtra(projectId: string, nature: 'Supplementary' | 'Mismatch', classCodes: string[], key: string): Promise<string> {
  const { id } = await post<{ id: string }>('/tasks/extra', { projectId, nature, classCodes }, key)
  await read(id)
  return id
}

export async function read(id: string): Promise<Kept> {
  return receive(await get<Task>(`/tasks/${id}`))
}

export interface Opened { now: Kept | null; reached: boolean; why: string }

/** The task as the server has it, or as the phone kept it where the server is not reached. */
export async function open(id: string): Promise<Opened> {
  try {
    await sendAll()
    return { now: await read(id), reached: true, why: '' }
  } catch (e) {
    if (!(e instanceof Refusal)) throw e
    return { now: kept(id), reached: !e.mayRepeat, why: e.mayRepeat && kept(id) ? '' : e.title }
  }
}

const NAMES: Record<StartNeed, string> = { Selfie: '自拍照', SignIn: '现场签到照', Controller: '报警控制器照片', ControllerBrand: '控制器品牌' }

export interface Need { need: StartNeed; name: string; path: string; done: boolean }

export function needs(now: Kept): Need[] {
  return now.task.startNeeds.map((need) => ({
    need, name: NAMES[need], path: now.start.shots[need]?.path ?? '', done: need === 'ControllerBrand' ? now.start.brand.trim() !== '' : now.start.shots[need] !== undefined,
  }))
}

export const begun = (now: Kept): boolean => now.start.at !== undefined || now.start.sent

/** 执行 (FLD-04, 05): works without a network; the server hears of it with the phone's time. */
export function begin(id: string, place: Position | null): void {
  change(id, (k) => {
    k.start = { ...k.start, place, at: new Date().toISOString() }
    delete k.start.trouble
  })
}

/** What the task page says, and the one thing to do next. */
export interface Says {
  lead: string; why: string; tone: string
  next: 'consent' | 'waitConsent' | 'start' | 'record' | 'submit' | 'askSubmit' | 'waitSubmit' | 'done'
  verb: string; mayDelete: boolean
}

export const recorded = (now: Kept, itemCode: string): boolean =>
  now.entries.some((e) => e.form.itemCode === itemCode) || now.task.items.some((i) => i.code === itemCode && i.records.length > 0)

export function says(now: Kept): Says {
  const { task } = now
  const left = task.items.filter((i) => !recorded(now, i.code)).length
  const last = (kind: 'Start' | 'Submit') => task.consents.find((c) => c.kind === kind)
  const mayDelete = task.state === 'Created' || task.state === 'InProgress' || (task.judged && task.state !== 'Reported' && task.state !== 'Approved')
  const base = { why: '', tone: '', mayDelete }
  if (now.ask && !now.ask.trouble) return { ...base, lead: '申请存在手机里', why: '没有网络。连上网会发给项目负责人，时间记您拍照的时候。', tone: 'wait', next: now.ask.kind === 'Start' ? 'waitConsent' : 'waitSubmit', verb: '现在再发一次' }
  switch (task.state) {
    case 'Submitted': return { ...base, lead: '提交了，等项目负责人审核', tone: 'wait', next: 'done', verb: '' }
    case 'Approved': return { ...base, lead: '审核通过了', tone: 'good', next: 'done', verb: '', why: task.judged ? '要删除，请项目负责人先退回到待审核，再关闭审核。' : '' }
    case 'Reported': return { ...base, lead: '已经写进报告', tone: 'good', next: 'done', verb: '' }
    case 'AwaitingSubmitConsent': return last('Submit')?.state === 'Pending'
      ? { ...base, lead: '等项目负责人同意提交', why: '他同意以后，记录才算提交。', tone: 'wait', next: 'waitSubmit', verb: '看看同意了没有' }
      : { ...base, lead: '还要请项目负责人同意', tone: 'wait', next: 'askSubmit', verb: '发提交申请' }
  }
  if (!begun(now)) {
    const start = last('Start')
    if (task.needsStartConsent && start?.state === 'Pending') return { ...base, lead: '等项目负责人同意开始', why: '申请已经发给他，他同意以后才能拍开工照片。', tone: 'wait', next: 'waitConsent', verb: '看看同意了没有' }
    if (task.needsStartConsent) {
      const refused = start?.state === 'Refused' ? `上次没同意：${start.reason ?? ''}` : '开始前要项目负责人同意，先拍一张本人照片。'
      return { ...base, lead: '先发开始申请', why: refused, tone: start ? 'bad' : '', next: 'consent', verb: '拍照并发开始申请' }
    }
    const lacking = needs(now).filter((n) => !n.done)
    return { ...base, lead: lacking.length ? `开工前还差 ${lacking.length} 样` : '可以开始了', why: lacking.map((n) => n.name).join('、') || now.start.trouble || '', next: 'start', verb: lacking.length ? `补${lacking[0]!.name}` : '执行' }
  }
  const returned = task.state === 'Returned' ? `退回了：${task.returnReason ?? ''}` : ''
  const refused = last('Submit')?.state === 'Refused' && task.state !== 'Returned' ? `上次没同意提交：${last('Submit')!.reason ?? ''}` : ''
  const note = { ...base, why: returned || refused, tone: returned || refused ? 'bad' : '' }
  // FLD-34: what was photographed at the start is the evidence
  if (left && task.photosSuffice) return { ...note, lead: '特批项目，有照片就能提交', next: 'submit', verb: '提交' }
  if (left) return { ...note, lead: `还有 ${left} 项没记录`, next: 'record', verb: '记录下一项' }
  return { ...note, lead: returned ? '照意见改好再提交' : `${task.items.length} 项都记录了`, next: task.needsSubmitConsent ? 'askSubmit' : 'submit', verb: task.needsSubmitConsent ? '拍照并发提交申请' : task.state === 'Returned' ? '重新提交' : '提交' }
}

/** What stands in the way of submitting on the phone itself: the server must have it all first. */
export function unsent(now: Kept): number {
  return now.entries.filter((e) => !e.sent).length + (now.start.at && !now.start.sent ? 1 : 0)
}

const WAITING = new Refusal('field.unsent', '还有记录没传上去，传完才能提交。看看上传台账。')

/** 提交 (FLD-07, 25, 26), where no lead is asked. */
export async function submit(id: string, key: string): Promise<Kept> {
  const { reached } = await sendAll()
  const now = kept(id)!
  if (!reached) throw new Refusal('network', '没有网络，先存在手机里了。连上网再提交，记录一条没丢。')
  if (unsent(now)) throw WAITING
  await post(`/tasks/${id}/submit`, {}, key)
  return read(id)
}

/** FLD-24, 27: deleted on the server, then on the phone. */
export async function drop(id: string): Promise<void> {
  try {
    await remove(`/tasks/${id}`, newKey())
  } catch (e) {
    // the server has let it go already
    if (!(e instanceof Refusal) || e.code !== 'task.not_yours') throw e
  }
  forgetTask(id)
}
