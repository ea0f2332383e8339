// One record while it is written: what is asked, what is missing, which verdict the measured values speak for. The server decides; the phone
// asks the same so that what was recorded without a network is not refused afterwards (FLD-08 … 19, 23).
import { draft, dropDraft, keepDraft } from '../../lib/drafts'
import { newKey } from '../../lib/http'
import type { Shot } from './store'
import type { CannotReason, Item, Limit, Linked, Question, Result, ServerRecord, Task, Verdict } from './task'

export interface OwnItem { name: string; place: string; process: string; result: string }

export interface Form {
  clientId: string; itemCode: string
  canInspect: boolean | null; reason: CannotReason | null; result: Result | null; verdict: Verdict | null
  answers: Record<string, string>; text: string; own: OwnItem; positions: string; shots: Shot[]
  /** Photos that the server has of it already. */
  known: Linked[]
  knownFilms: Linked[]
}

const nothing = (itemCode: string): Form => ({
  clientId: newKey(), itemCode, canInspect: null, reason: null, result: null, verdict: null, answers: {}, text: '', own: { name: '', place: '', process: '', result: '' },
  positions: '', shots: [], known: [], knownFilms: [],
})

const draftName = (taskId: string, clientId: string) => `record:${taskId}:${clientId}`
const lastName = (taskId: string, itemCode: string) => `record-open:${taskId}:${itemCode}`

/** A new record of the item; one that was begun and not saved goes on (FLD-24). */
export function begin(task: Task, item: Item): Form {
  const open = draft<{ clientId: string }>(lastName(task.id, item.code))
  const begun = open && draft<Form>(draftName(task.id, open.clientId))
  if (begun) return begun
  const form = nothing(item.code)
  // FLD-18: the sub-item's count is taken over
  const positions = task.subItems.find((s) => s.code === item.subItemCode)?.positions
  // FLD-22: every record of such a task is one of a norm that does not fit
  return { ...form, positions: positions ? String(positions) : '', ...(task.nature === 'Mismatch' ? { canInspect: false, reason: 'NormMismatch' as const } : {}) }
}

export function reopen(taskId: string, saved: Form): Form {
  return draft<Form>(draftName(taskId, saved.clientId)) ?? saved
}

export function ofRecord(item: Item, r: ServerRecord): Form {
  return {
    ...nothing(item.code), clientId: r.clientId, canInspect: r.canInspect, reason: r.cannotReason, result: r.result, verdict: r.verdict === 'NotApplicable' ? null : r.verdict,
    answers: Object.fromEntries(r.answers.map((a) => [a.key, a.value])), text: r.text, positions: r.positions ? String(r.positions) : '', known: r.photos, knownFilms: r.videos,
  }
}

/** At every stroke: the app may be ended at any moment. */
export function keep(taskId: string, form: Form): Form {
  keepDraft(draftName(taskId, form.clientId), form)
  keepDraft(lastName(taskId, form.itemCode), { clientId: form.clientId })
  return form
}

export function kept(taskId: string, clientId: string): Form | null {
  return draft<Form>(draftName(taskId, clientId))
}

export function done(taskId: string, form: Form): void {
  dropDraft(draftName(taskId, form.clientId))
  dropDraft(lastName(taskId, form.itemCode))
}

/** FLD-12: these end in 不适用 by themselves. */
export const locksVerdict = (reason: CannotReason | null): boolean => reason === 'NotTestable' || reason === 'OutOfContract' || reason === 'NoSuchDevice'

export const photosOf = (form: Form): number => form.known.length + form.shots.reduce((sum, s) => sum + (s.film ? 0 : s.drawnOn ? 2 : 1), 0)
export const filmsOf = (form: Form): number => form.knownFilms.length + form.shots.filter((s) => s.film).length

/** How many of both, in words. */
export const pieces = (photos: number, films: number): string => `${photos} 张照片${films ? `，${films} 段视频` : ''}`

/** What the record still lacks, in the words of its button; empty when it can be saved. */
export function missing(form: Form, item: Item, task: Task): string {
  if (task.judged && task.nature !== 'Mismatch') {
    if (!form.result) return '选一个检测结果'
  } else if (form.canInspect === null) return '选能检查或不能检查'
  const reason = reasonOf(form, task)
  if (!task.judged && form.canInspect === false && !reason) return '选不能检查的原因'
  if (reason === 'NormMismatch' && Object.values(form.own).some((text) => !text.trim())) return '写全自己的测试项'
  if (reason === 'NotTestable' && !form.text.trim()) return '写明为什么不能测'
  if (reason === 'NotTestable' && photosOf(form) === 0) return '拍签字或请对方签名'
  const wrong = inspects(form, task) && item.questions.find((q) => q.kind === 'Number' && (form.answers[q.key] ?? '').trim() && !isNumber(form.answers[q.key]!))
  if (wrong) return `${wrong.text}要填数字`
  if (!task.judged && !locksVerdict(reason) && !form.verdict) return '判符合或不符合'
  if (reason !== 'NoSuchDevice' && photosOf(form) < task.photosAtLeast) return `还差 ${task.photosAtLeast - photosOf(form)} 张现场照片`
  if (photosOf(form) > task.photosAtMost) return `照片最多 ${task.photosAtMost} 张`
  if (filmsOf(form) > task.videosAtMost) return `视频最多 ${task.videosAtMost} 段`
  if (form.positions.trim() && !/^[1-9]\d{0,3}$/.test(form.positions.trim())) return '位置数量填 1 到 9999'
  return ''
}

export const inspects = (form: Form, task: Task): boolean => (task.judged ? form.result === 'Qualified' || form.result === 'Unqualified' : form.canInspect === true)

/** Why it could not be inspected, however it was said. */
export function reasonOf(form: Form, task: Task): CannotReason | null {
  if (task.nature === 'Mismatch') return 'NormMismatch'
  if (task.judged) return form.result === 'NotTestable' || form.result === 'NoSuchDevice' ? form.result : null
  return form.canInspect === false ? form.reason : null
}

const isNumber = (text: string): boolean => /^[+-]?(\d+\.?\d*|\.\d+)$/.test(text.trim())

/** FLD-19: is the measured value within what surely applies? Null: no number, or limits among which only the building decides. */
export function within(question: Question, value: string): boolean | null {
  if (question.kind !== 'Number' || !isNumber(value) || !question.limits.length) return null
  const measured = Number(value)
  const always = question.limits.filter((l) => l.when === null)
  if (!always.every((l) => holds(l, measured))) return false
  const others = new Set(question.limits.filter((l) => l.when !== null).map((l) => holds(l, measured)))
  return others.size === 0 ? true : others.size === 1 ? [...others][0]! : null
}

function holds(limit: Limit, measured: number): boolean {
  switch (limit.op) {
    case 'AtMost': return measured <= limit.value!
    case 'AtLeast': return measured >= limit.value!
    case 'Below': return measured < limit.value!
    case 'Above': return measured > limit.value!
    case 'Equal': return measured === limit.value!
    case 'Between': return measured >= limit.min! && measured <= limit.max!
  }
}

/** What the values speak for; null where they say nothing. */
export function proposed(form: Form, item: Item): 'Conforms' | 'Fails' | null {
  const told = item.questions.map((q) => within(q, form.answers[q.key] ?? '')).filter((w) => w !== null)
  return told.includes(false) ? 'Fails' : told.length ? 'Conforms' : null
}

/** 标红: the person judges otherwise; that is recorded for everybody who reads it. */
export function overrides(form: Form, item: Item, task: Task): boolean {
  const says = task.judged ? (form.result === 'Qualified' ? 'Conforms' : form.result === 'Unqualified' ? 'Fails' : null) : form.canInspect ? form.verdict : null
  const speaks = proposed(form, item)
  return says !== null && speaks !== null && says !== speaks
}

/** As the server takes it. */
export function body(form: Form, task: Task): Record<string, unknown> {
  const reason = reasonOf(form, task)
  return {
    itemCode: form.itemCode, canInspect: task.judged ? undefined : form.canInspect, cannotReason: task.judged ? undefined : reason, result: task.judged ? form.result : undefined,
    answers: inspects(form, task) ? Object.entries(form.answers).filter(([, value]) => value.trim()).map(([key, value]) => ({ key, value: value.trim() })) : [],
    verdict: task.judged || locksVerdict(reason) ? undefined : form.verdict, text: form.text.trim(), ownItem: reason === 'NormMismatch' ? form.own : undefined,
    positions: form.positions.trim() ? Number(form.positions) : undefined,
  }
}
