// What the phone holds of the field work: tasks with their records, photos and beginnings. Each task is one file that is replaced as a whole
// (lib/files), each photo one beside it; so an app that is ended at any moment finds all that was kept before (FLD-23, 24).
import { keepPicture, MOST_BYTES, names, readJson, remove, usedBytes, writeJson, writePicture } from '../../lib/files'
import { newKey } from '../../lib/http'
import { model, type Film, type Position } from '../../lib/phone'
import { session } from '../../lib/session'
import type { Form } from './form'
import type { ServerRecord, StartNeed, Task } from './task'

export interface Shot {
  id: string
  /** Of lib/files; gone once the server has it and the task is handed in. */
  file: string
  path: string
  kind: 'Selfie' | 'SignIn' | 'Controller' | 'Item' | 'Site' | 'Signature'
  takenAt: string
  place: Position | null
  bytes: number
  key: string
  serverId?: string
  /** A marked picture is a new one; the photo that it was drawn on stays and goes along. */
  drawnOn?: Shot
  /** It is a short film: its first picture, and how long it plays. */
  film?: { poster: string; seconds: number }
}

/** One record of one device; `clientId` names it for good, `at` and `key` are of what it says now (FLD-39). */
export interface Entry {
  clientId: string
  form: Form
  place: Position | null
  device: string
  at: string
  key: string
  /** The times of all that this phone has sent or read of the record: what it builds on. */
  over: string[]
  sent: boolean
  /** The server's sentence, where it did not take the record. */
  trouble?: string
  /** How often sending broke off although the phone had a network (没传成). */
  tries?: number
  /** What somebody else's phone said meanwhile; the person chooses. */
  theirs?: ServerRecord
}

export interface Start { shots: Partial<Record<StartNeed, Shot>>; brand: string; place: Position | null; at?: string; key: string; sent: boolean; trouble?: string; tries?: number }

/** 开始申请 or 提交申请 on its way to the lead; of the phone's time where there was no network (APR-13). */
export interface Ask { kind: 'Start' | 'Submit'; shot: Shot; at: string; key: string; trouble?: string; tries?: number }

export interface Kept {
  id: string
  /** Whose it is: a phone may change hands. */
  by: string
  task: Task
  readAt: string
  entries: Entry[]
  start: Start
  counts: Record<string, { count: number; key: string; sent: boolean }>
  ask?: Ask
  lastSentAt?: string
  /** Why the server does not know the task any more. */
  gone?: string
}

const FILE = /^task-(.+)\.json$/
const fileOf = (id: string) => `task-${id}.json`

const me = (): string => session()?.name ?? ''

export function kept(id: string): Kept | null {
  return readJson<Kept>(fileOf(id))
}

export function allKept(): Kept[] {
  return names().map((name) => FILE.exec(name)?.[1]).filter((id) => id !== undefined).map(kept).filter((k): k is Kept => k?.by === me())
    .sort((a, b) => (a.readAt < b.readAt ? 1 : -1))
}

/** Reads, changes and writes in one go: nothing else runs in between. */
export function change<T>(id: string, act: (now: Kept) => T): T | undefined {
  const now = kept(id)
  if (!now) return undefined
  const answer = act(now)
  writeJson(fileOf(id), now)
  return answer
}

/** What the server says now, beside what the phone says: nothing of the phone's own is lost under it (FLD-39). */
export function receive(task: Task, readAt = new Date().toISOString()): Kept {
  const before = kept(task.id)
  const now: Kept = before ?? {
    id: task.id, by: me(), task, readAt, entries: [], counts: {}, start: { shots: {}, brand: task.controllerBrand ?? '', place: null, key: newKey(), sent: task.startedAt !== null },
  }
  Object.assign(now, { task, readAt })
  delete now.gone
  if (task.startedAt) now.start.sent = true
  const records = task.items.flatMap((item) => item.records)
  for (const entry of [...now.entries]) {
    const theirs = records.find((r) => r.clientId === entry.clientId)
    if (theirs && entry.sent && knows(entry, theirs)) makeRoom(entry, theirs, task)
    if (!theirs || knows(entry, theirs)) continue
    // said elsewhere: where this phone has nothing new of its own the server's word stands, else the person looks at both
    if (entry.sent) drop(now, entry)
    else entry.theirs = theirs
  }
  writeJson(fileOf(task.id), now)
  return now
}

const HANDED_IN: readonly Task['state'][] = ['Submitted', 'Approved', 'Reported']

/** Handed in, the pictures need no room on the phone any more; the server's links, which last minutes, are taken anew each time. */
function makeRoom(entry: Entry, theirs: ServerRecord, task: Task): void {
  if (HANDED_IN.includes(task.state)) {
    entry.form.shots.forEach(forget)
    entry.form.shots = []
  }
  if (!entry.form.shots.length) Object.assign(entry.form, { known: theirs.photos, knownFilms: theirs.videos })
}

export function knows(entry: Entry, record: { clientTime: string }): boolean {
  return [entry.at, ...entry.over].some((at) => Date.parse(at) === Date.parse(record.clientTime))
}

/** Saves a record: a new one, or what an old one says from now on. */
export function record(id: string, form: Form, place: Position | null, at = new Date().toISOString()): void {
  change(id, (now) => {
    const known = now.entries.find((e) => e.clientId === form.clientId)
    const read = now.task.items.flatMap((i) => i.records).find((r) => r.clientId === form.clientId)
    const over = known ? [...known.over, known.at] : read ? [read.clientTime] : []
    known?.form.shots.filter((s) => !form.shots.some((t) => t.id === s.id)).forEach(forget)
    const entry: Entry = { clientId: form.clientId, form, place, device: model(), at, key: newKey(), over, sent: false }
    if (known?.theirs) entry.theirs = known.theirs
    now.entries = [...now.entries.filter((e) => e !== known), entry]
  })
}

/** The person has looked at both: his own counts from now on. */
export function insist(id: string, clientId: string): void {
  change(id, (now) => {
    const entry = now.entries.find((e) => e.clientId === clientId)
    if (!entry?.theirs) return
    entry.over.push(entry.theirs.clientTime)
    entry.key = newKey()
    delete entry.theirs
  })
}

/** … or the other one: his own leaves the phone. */
export function giveWay(id: string, clientId: string): void {
  change(id, (now) => {
    const entry = now.entries.find((e) => e.clientId === clientId)
    if (entry) drop(now, entry)
  })
}

function drop(now: Kept, entry: Entry): void {
  now.entries = now.entries.filter((e) => e !== entry)
  entry.form.shots.forEach(forget)
}

/** Leaves the phone with all its pictures: deleted, or handed in. */
export function forgetTask(id: string): void {
  remove(fileOf(id))
  names().filter((name) => name.startsWith(`shot-${id}-`) || name === trackFile(id)).forEach(remove)
}

export const trackFile = (id: string): string => `track-${id}.json`

/** Full from here on: the next picture might not fit. */
export const FULL_AT = 0.95
const WARN_AT = 0.8

export interface Room { used: number; most: number; warns: boolean; full: boolean }

export function room(most = MOST_BYTES): Room {
  const used = usedBytes()
  return { used, most, warns: used > most * WARN_AT, full: used > most * FULL_AT }
}

/** Takes what the camera has made among the task's files, before anything says that it is there. */
export function takeShot(taskId: string, temporary: string, kind: Shot['kind'], place: Position | null, takenAt = new Date().toISOString()): Shot {
  const id = newKey()
  const file = `shot-${taskId}-${id}.jpg`
  return { id, file, ...keepPicture(temporary, file), kind, takenAt, place, key: newKey() }
}

/** The same with a short film and its first picture (FLD-14). */
export function takeFilm(taskId: string, film: Film, seconds: number, place: Position | null, takenAt = new Date().toISOString()): Shot {
  const id = newKey()
  const [file, poster] = [`shot-${taskId}-${id}.mp4`, `shot-${taskId}-${id}.jpg`]
  const first = keepPicture(film.poster, poster).path
  return { id, file, ...keepPicture(film.path, file), kind: 'Item', takenAt, place, key: newKey(), film: { poster: first, seconds } }
}

/** A picture drawn on the phone: a signature, or a photo with marks that keeps its original. */
export function drawShot(taskId: string, base64: string, kind: Shot['kind'], place: Position | null, drawnOn?: Shot): Shot {
  const id = newKey()
  const file = `shot-${taskId}-${id}.jpg`
  return { id, file, ...writePicture(file, base64), kind, takenAt: drawnOn?.takenAt ?? new Date().toISOString(), place, key: newKey(), ...(drawnOn ? { drawnOn } : {}) }
}

/** Asks the lead as soon as there is a network; asking again takes the place of the last picture. */
export function ask(id: string, kind: Ask['kind'], shot: Shot, at = new Date().toISOString()): void {
  change(id, (k) => {
    if (k.ask) forget(k.ask.shot)
    k.ask = { kind, shot, at, key: newKey() }
  })
}

export function asked(id: string): void {
  change(id, (k) => {
    if (k.ask) forget(k.ask.shot)
    delete k.ask
  })
}

export function forget(shot: Shot): void {
  remove(shot.file)
  if (shot.film) remove(shot.file.replace(/mp4$/, 'jpg'))
  if (shot.drawnOn) remove(shot.drawnOn.file)
}
