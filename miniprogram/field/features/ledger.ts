// 上传台账: what is on the phone, what on the server, what the person has to decide. Nothing is counted twice, nothing is left out (FLD-23, 39).
import { clock, dayNear } from '../../features/words'
import { session } from '../../lib/session'
import { allKept, room, type Entry, type Kept, type Shot } from './store'
import { REASONS, RESULTS, VERDICTS, type Item, type ServerRecord, type Task } from './task'
import { filmsOf, photosOf, pieces, reasonOf, type Form } from './form'

export interface Side { when: string; says: string; how: string }

export interface Line {
  id: string; taskId: string; clientId: string; itemCode: string; name: string; task: string; state: 'waiting' | 'trouble' | 'conflict'; says: string; tone: string
  how: string; percent: number; tries: number; kind: 'record' | 'photo'; system: string; why: string; mine?: Side; theirs?: Side; whose?: string
}

export interface Ledger {
  lead: string; done: number; waiting: number; decide: number; sendable: boolean; share: { done: number; sending: number; waiting: number; decide: number }
  bytes: number; size: string; last: string; lines: Line[]; gone: { id: string; name: string; why: string }[]; roomSays: string; roomFull: boolean
}

export function ledger(all: readonly Kept[] = allKept(), space = room()): Ledger {
  const lines = all.flatMap(linesOf)
  const done = all.reduce((sum, k) => sum + onServer(k), 0)
  const decide = lines.filter((l) => l.state !== 'waiting').length
  const waiting = lines.length - decide
  const sending = lines.filter((l) => l.state === 'waiting' && l.percent > 0).length
  const bytes = all.reduce((sum, k) => sum + bytesToSend(k), 0)
  const last = all.map((k) => k.lastSentAt ?? '').sort().pop()
  const whole = Math.max(1, done + lines.length)
  return {
    lead: lines.length ? `${lines.length} 条还在手机里，一条没丢` : done ? `${done} 条都传好了` : '手机里没有要传的',
    // two words for one record, and photos that were not taken, wait for the person, not for the network
    sendable: lines.some((l) => l.state === 'waiting' || (l.state === 'trouble' && l.clientId !== '')),
    done, waiting, decide, share: { done: (done / whole) * 100, sending: (sending / whole) * 100, waiting: ((waiting - sending) / whole) * 100, decide: (decide / whole) * 100 },
    bytes, size: megabytes(bytes), last: last ? `上次传成功：${dayNear(last)} ${clock(last)}` : '', lines,
    gone: all.filter((k) => k.gone).map((k) => ({ id: k.id, name: k.task.name, why: k.gone! })),
    roomSays: space.full ? `手机里存满了（${megabytes(space.used)}）。先连网把照片传上去，再接着拍。` : space.warns ? `手机里快存满了：用了 ${megabytes(space.used)}，最多 ${megabytes(space.most)}。有网时先传一次。` : '',
    roomFull: space.full,
  }
}

export function megabytes(bytes: number): string {
  return bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)}\u00a0KB` : `${(bytes / 1024 / 1024).toFixed(1)}\u00a0MB`
}

/** Records that wait, over all tasks. */
export function waitingCount(all: readonly Kept[] = allKept()): number {
  return all.reduce((sum, k) => sum + linesOf(k).length, 0)
}

function onServer(k: Kept): number {
  const ids = new Set([...k.task.items.flatMap((i) => i.records).map((r) => r.clientId), ...k.entries.filter((e) => e.sent).map((e) => e.clientId)])
  k.entries.filter((e) => !e.sent).forEach((e) => ids.delete(e.clientId))
  return ids.size
}

function linesOf(k: Kept): Line[] {
  const base = { taskId: k.id, task: k.task.projectName, why: '', percent: 0, system: '' }
  const lines = k.entries.filter((e) => !e.sent).map((e): Line => {
    const item = k.task.items.find((i) => i.code === e.form.itemCode)
    const own = e.form.own.name.trim()
    return {
      ...base, id: `${k.id}-${e.clientId}`, clientId: e.clientId, itemCode: e.form.itemCode, name: own || item?.name || e.form.itemCode, ...progress('记录', e.at, e.form.shots),
      kind: 'record', tries: e.tries ?? 0, system: item?.systemName ?? '',
      ...(e.theirs ? { state: 'conflict' as const, says: '两边都改过', tone: 'wait', mine: mineSays(e, item, k.task), theirs: theirsSays(e.theirs), whose: e.theirs.byName && e.theirs.byName !== session()?.name ? `${e.theirs.byName}` : '服务器上' }
        : e.trouble ? { state: 'trouble' as const, says: '没有收下', tone: 'bad', why: e.trouble }
          : { state: 'waiting' as const, says: '等着传', tone: 'now' }),
    }
  })
  if (k.start.trouble || (k.start.at && !k.start.sent)) {
    lines.unshift({
      ...base, id: `${k.id}-start`, clientId: '', itemCode: '', name: '开工照片', ...progress('执行', k.start.at, Object.values(k.start.shots)), kind: 'photo', tries: k.start.tries ?? 0, why: k.start.trouble ?? '',
      ...(k.start.trouble ? { state: 'trouble' as const, says: '没有收下', tone: 'bad' } : { state: 'waiting' as const, says: '等着传', tone: 'now' }),
    })
  }
  if (k.ask) {
    lines.push({
      ...base, id: `${k.id}-ask`, clientId: '', itemCode: '', name: k.ask.kind === 'Start' ? '开始申请' : '提交申请', ...progress('拍照', k.ask.at, [k.ask.shot]), kind: 'photo', tries: k.ask.tries ?? 0, why: k.ask.trouble ?? '',
      ...(k.ask.trouble ? { state: 'trouble' as const, says: '没有收下', tone: 'bad' } : { state: 'waiting' as const, says: '等着发', tone: 'now' }),
    })
  }
  return lines
}

/** 记录 10:58，2 张照片，3.4 MB; and how much of that has arrived. */
function progress(what: string, at: string | undefined, shots: readonly Shot[]): { how: string; percent: number } {
  const [films, left, whole] = [shots.filter((s) => s.film).length, sizeOf(shots), sizeOf(shots.map(unsent))]
  const said = [`${what}${at ? ` ${clock(at)}` : ''}`, shots.length ? pieces(shots.length - films, films) : '', left ? megabytes(left) : '']
  return { how: said.filter(Boolean).join('，'), percent: whole ? Math.round(((whole - left) / whole) * 100) : 0 }
}

const unsent = (shot: Shot): Shot => ({ ...shot, serverId: undefined, drawnOn: shot.drawnOn && unsent(shot.drawnOn) })

const sizeOf = (shots: readonly (Shot | undefined)[]): number => shots.reduce((sum, s) => sum + (s && !s.serverId ? s.bytes : 0) + (s?.drawnOn && !s.drawnOn.serverId ? s.drawnOn.bytes : 0), 0)

function bytesToSend(k: Kept): number {
  return (k.start.at && !k.start.sent ? sizeOf(Object.values(k.start.shots)) : 0) + k.entries.filter((e) => !e.sent).reduce((sum, e) => sum + sizeOf(e.form.shots), 0)
}

function mineSays(e: Entry, item: Item | undefined, task: Task): Side {
  const values = (item?.questions ?? []).filter((q) => e.form.answers[q.key]?.trim()).map((q) => `${e.form.answers[q.key]}${q.unit ? ` ${q.unit}` : ''}`)
  return { when: `您手机里 ${clock(e.at)}`, says: values.join('，') || e.form.text || conclusion(e.form, task), how: `${conclusion(e.form, task)}，${pieces(photosOf(e.form), filmsOf(e.form))}` }
}

function theirsSays(r: ServerRecord & { photoIds?: string[]; videoIds?: string[] }): Side {
  const values = r.answers.map((a) => `${a.value}${a.unit ? ` ${a.unit}` : ''}`)
  const says = r.cannotReason ? REASONS[r.cannotReason] : VERDICTS[r.verdict]
  return { when: `${speaker(r)} ${clock(r.clientTime)}`, says: values.join('，') || r.text || says, how: `${says}，${pieces((r.photos ?? r.photoIds ?? []).length, (r.videos ?? r.videoIds ?? []).length)}` }
}

/** Whose word it is: a colleague's by name, one's own by the phone that it came from. */
function speaker({ byName, device }: ServerRecord): string {
  if (!byName) return '服务器上'
  return byName === session()?.name ? `您在 ${device ?? '另一部手机'} 上` : byName
}

/** What a record says in one word. */
export function conclusion(form: Form, task: Task): string {
  if (task.judged && form.result) return RESULTS[form.result]
  const reason = reasonOf(form, task)
  if (reason && reason !== 'NormMismatch') return `不适用（${REASONS[reason]}）`
  return form.verdict ? VERDICTS[form.verdict] : ''
}
