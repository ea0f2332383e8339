// Starting and ending work at a place (CHK-01, 07). One attempt keeps its picture, its place and its two keys: sent again after a lost
// answer it is the same attempt, and cannot start or end twice.
import { draft, keepDraft } from '../lib/drafts'
import { get, newKey, post, put, Refusal, upload } from '../lib/http'
import type { Position } from '../lib/phone'
import { session } from '../lib/session'
import { clock, day, minutes } from './words'

export interface Visit { id: string; projectId: string; projectName: string; startedAt: string; mark?: string; markReason?: string | null }

export interface Started { kind: 'started'; startedAt: string; distanceMetres: number; score: number | null; threshold: number | null; witnessName?: string | null; id: string; formWriter?: string | null }

export interface Ended {
  kind: 'ended'; startedAt: string; endedAt: string; minutes: number; mark: string; markReason: string | null; insideFence: boolean
  distanceMetres: number; score: number | null; threshold: number | null; witnessName?: string | null; formIsMissing: boolean; formWriter?: string | null
}

export interface Refused { kind: 'refused'; code: string; title: string; facts: Record<string, unknown>; mayRepeat: boolean }

export type Outcome = (Started | Ended | Refused) & { at: string }

export interface Attempt {
  projectId: string
  /** Of the visit to end; null starts one. */
  visitId: string | null
  photo: string
  place: Position
  /** The server's word for this attempt: two minutes, once. Asked for before the picture is taken. */
  challenge: string
  photoKey: string
  visitKey: string
  /** 非人脸: the codes of both; the picture goes with them. */
  codes?: { challengeId: string; code: string; witnessCode: string }
  /** Known once the picture has arrived. */
  photoId?: string
  outcome?: Outcome
}

export function newAttempt(projectId: string, visitId: string | null, photo: string, place: Position, challenge: string): Attempt {
  return { projectId, visitId, photo, place, challenge, photoKey: newKey(), visitKey: newKey() }
}

export async function askChallenge(projectId: string, visitId: string | null): Promise<string> {
  return (await post<{ challenge: string }>('/visits/challenges', { projectId, act: visitId ? 'End' : 'Start' }, '')).challenge
}

/** Where one is at work, and until when it counts (CHK-09). `at` is the server's time. */
export interface AtWork { at?: string; visit: Visit | null; remindFrom: string | null; deadline: string | null; formIsMine?: boolean; formWriter?: string | null }

const CLOCK = 'clock'

/** What the server's clock shows now: that of a phone may be wrong, and the time that runs on its page is the one that counts. */
export const serverNow = (): number => Date.now() + (draft<{ ahead: number }>(CLOCK)?.ahead ?? 0)

/** Without a network, as it was known last: the time runs on in any case. */
export async function current(): Promise<AtWork> {
  const name = `at-work:${session()?.name ?? ''}`
  try {
    const now = await get<AtWork>('/visits/current')
    if (now.at) keepDraft(CLOCK, { ahead: Date.parse(now.at) - Date.now() })
    keepDraft(name, now)
    return now
  } catch (e) {
    const known = e instanceof Refusal && e.code === 'network' ? draft<AtWork>(name) : null
    if (!known) throw e
    return known
  }
}

/** Said on the page while there is still time (CHK-09), or that it is over (CHK-12); empty as long as the day is young. */
export function warning({ visit, remindFrom, deadline }: AtWork, now: number): string {
  // CHK-12: the form was handed in without him; ending costs nothing more
  if (visit?.mark === 'Zeroed') return `${visit.markReason ?? '当天的反馈单已经交了，时长记 0'}。请点结束。`
  if (!visit || !remindFrom || !deadline || now < Date.parse(remindFrom)) return ''
  const left = Math.floor((Date.parse(deadline) - now) / 60_000)
  if (left <= 0) return '已经满 24 小时，这次时长记 0。'
  const until = `${day(deadline)} ${clock(deadline)}`
  return left <= 120 ? `再过 ${minutes(left)}就满 24 小时，到时这次时长记 0。请回到现场点结束。` : `今天的活干完了吗？离开现场前点结束。${until} 前不结束，时长记 0。`
}

export async function run(attempt: Attempt): Promise<Outcome> {
  attempt.outcome = { ...(await send(attempt).catch(refused)), at: new Date().toISOString() }
  return attempt.outcome
}

async function send(attempt: Attempt): Promise<Started | Ended> {
  const { latitude, longitude, accuracy } = attempt.place
  attempt.photoId ??= (await upload('/photos', attempt.photo, {
    kind: 'Selfie', latitude: String(latitude), longitude: String(longitude), accuracy: String(accuracy), system: 'Wgs84',
  }, attempt.photoKey)).id
  const evidence = {
    photoId: attempt.photoId, challenge: attempt.challenge, ...(attempt.codes ? { secondWay: { ...attempt.codes, photoId: attempt.photoId } } : {}), position: { latitude, longitude, accuracyMetres: accuracy, system: 'Wgs84' },
    ...(attempt.place.isMock ? { isMock: true } : {}),
  }
  return attempt.visitId
    ? { kind: 'ended', ...(await post<Omit<Ended, 'kind'>>(`/visits/${attempt.visitId}/end`, evidence, attempt.visitKey)) }
    : { kind: 'started', ...(await post<Omit<Started, 'kind'>>('/visits', { projectId: attempt.projectId, ...evidence }, attempt.visitKey)) }
}

/** 确认填写 (CHK-11): the day's form is mine, before the others leave; or not any more. */
export function takeForm(visitId: string, mine: boolean): Promise<unknown> { return put(`/visits/${visitId}/form-writer`, { mine }, newKey()) }

function refused(e: unknown): Refused {
  if (!(e instanceof Refusal)) throw e
  return { kind: 'refused', code: e.code, title: e.title, facts: e.facts, mayRepeat: e.mayRepeat }
}

let last: Attempt | null = null

/** The result page shows what the check-in page did. Not kept over a restart: then the server says what is. */
export function remember(attempt: Attempt): void { last = attempt }
export function remembered(): Attempt | null { return last }
