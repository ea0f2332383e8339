// Where a picture of the camera goes. It is kept before the camera page closes, so that it is there even if the app is ended on the way back.
import { draft, keepDraft } from '../../lib/drafts'
import { newKey, Refusal } from '../../lib/http'
import type { Film, Position } from '../../lib/phone'
import { keep, kept as keptForm } from './form'
import { megabytes } from './ledger'
import { ask, asked, change, drawShot, forget, kept, takeFilm, takeShot, type Shot } from './store'
import type { StartNeed } from './task'
import { sendAll } from './upload'

export type Target =
  | { to: 'start'; task: string; need: Exclude<StartNeed, 'ControllerBrand'> }
  | { to: 'startConsent' | 'submitConsent'; task: string }
  | { to: 'item' | 'film'; task: string; client: string }
  | { to: 'fault'; task: string }

/** A field record shows a moment (FLD-14); seconds. */
export const LONGEST_FILM = 30

export interface Told { title: string; front: boolean; verb: string; why: string }

export function told(target: Target): Told {
  switch (target.to) {
    case 'startConsent': return { title: '开始申请', front: true, verb: '拍照并发申请', why: '核对本人和位置，项目负责人马上会收到。' }
    case 'submitConsent': return { title: '提交申请', front: true, verb: '拍照并发申请', why: '核对本人和位置，他同意以后记录才算提交。' }
    case 'start': return target.need === 'Selfie' ? { title: '自拍照', front: true, verb: '拍照', why: '正对镜头，能看清脸。' }
      : { title: target.need === 'SignIn' ? '现场签到照' : '报警控制器照片', front: false, verb: '拍照', why: target.need === 'SignIn' ? '拍下大门、楼牌等认得出的地方。' : '拍清面板和品牌。没有控制器，拍一张现场。' }
    case 'film': return { title: '现场视频', front: false, verb: '开始录', why: `最长 ${LONGEST_FILM} 秒。只能现场录，不能从相册选。` }
    default: return { title: '现场照片', front: false, verb: '拍照', why: '只能现场拍，不能从相册选。' }
  }
}

/** @returns Nothing; what a consent is refused for is thrown. */
export async function shot(target: Target, temporary: string, place: Position | null): Promise<void> {
  if (target.to === 'start') {
    const taken = roomFor('这张照片', () => takeShot(target.task, temporary, target.need, place))
    change(target.task, (k) => {
      const before = k.start.shots[target.need]
      k.start.shots[target.need] = taken
      if (before) forget(before)
    })
  } else if (target.to === 'item') addTo(target, roomFor('这张照片', () => takeShot(target.task, temporary, 'Item', place)))
  else if (target.to === 'fault') keepFault(target.task, { ...faultDraft(target.task), shots: [...faultDraft(target.task).shots, roomFor('这张照片', () => takeShot(target.task, temporary, 'Item', place))] })
  else {
    ask(target.task, target.to === 'startConsent' ? 'Start' : 'Submit', roomFor('这张照片', () => takeShot(target.task, temporary, 'Selfie', place)))
    await sendAll()
    const trouble = kept(target.task)?.ask?.trouble
    if (!trouble) return
    asked(target.task)
    throw new Refusal('consent.refused', trouble)
  }
}

/** A film that was taken for a record. It is refused here where the server would not take it: above ground nobody could take another. */
export function filmed(target: Target, film: Film, seconds: number, place: Position | null): void {
  if (target.to !== 'film') return
  const most = kept(target.task)?.task.videoMb ?? 0
  const taken = roomFor('这段视频', () => takeFilm(target.task, film, seconds, place))
  if (taken.bytes <= most * 1024 * 1024) return addTo(target, taken)
  forget(taken)
  throw new Refusal('film.too_large', `这段视频 ${megabytes(taken.bytes)}，最多 ${most} MB。请录短一些。`)
}

function roomFor<T>(what: string, act: () => T): T {
  try {
    return act()
  } catch {
    throw new Refusal('phone.no_room', `手机里存不下${what}。先到上传台账连网传一次，再回来拍。`)
  }
}

function addTo(target: { task: string; client: string }, taken: Shot): void {
  const form = keptForm(target.task, target.client)
  if (form) keep(target.task, { ...form, shots: [...form.shots, taken] })
}

/** A signature (FLD-11) stands among the record's photos. */
export function signed(task: string, client: string, base64: string, place: Position | null): void {
  addTo({ task, client }, roomFor('这个签名', () => drawShot(task, base64, 'Signature', place)))
}

/** The marked picture takes the photo's place; the photo itself stays with it. */
export function marked(task: string, client: string, of: string, base64: string): void {
  const form = keptForm(task, client)
  const photo = form?.shots.find((s) => s.id === of)
  if (!form || !photo) return
  const original = photo.drawnOn ?? photo
  const drawn = roomFor('这张标注', () => drawShot(task, base64, photo.kind, photo.place, original))
  keep(task, { ...form, shots: form.shots.map((s) => (s.id === of ? drawn : s)) })
}

export interface FaultDraft { result: 'Solved' | 'NotSolved' | null; text: string; shots: Shot[]; key: string }

const faultName = (id: string) => `fault:${id}`
export const faultDraft = (id: string): FaultDraft => draft<FaultDraft>(faultName(id)) ?? { result: null, text: '', shots: [], key: newKey() }
export function keepFault(id: string, now: FaultDraft): FaultDraft {
  keepDraft(faultName(id), now)
  return now
}
