// Sends what the phone holds: the beginning, then photo by photo and record by record, the counts, the track. Every piece has a key of its own
// and is noted when the server has it, so an app that is ended or a network that is lost costs nothing but a repetition (FLD-23, 39).
import { newKey, post, Refusal, upload } from '../../lib/http'
import { connected, whenBack } from '../../lib/network'
import { body } from './form'
import { allKept, asked, change, kept, type Entry, type Kept, type Shot } from './store'
import { sendTrack } from './track'
import type { ServerRecord } from './task'

export interface Sent { reached: boolean }

let running: Promise<Sent> | null = null

/** Somebody asked while a run was on its way, maybe for what it had passed already. */
let onceMore = false

/** Sends all that waits; whoever asks while it runs waits for the same run, which then looks once more. */
export function sendAll(): Promise<Sent> {
  onceMore = running !== null
  running ??= run().finally(() => {
    running = null
    tell()
  })
  return running
}

export const sending = (): boolean => running !== null

const watchers = new Set<() => void>()
const tell = (): void => watchers.forEach((each) => each())

/** Calls after each piece that the server has, and at the end. @returns What ends the watch. */
export function watchSending(act: () => void): () => void {
  watchers.add(act)
  return () => { watchers.delete(act) }
}

export function sendsWhenBack(): void {
  whenBack(() => { void sendAll() })
}

async function run(): Promise<Sent> {
  try {
    do {
      onceMore = false
      for (const { id } of allKept()) await sendTask(id)
    } while (onceMore)
    return { reached: true }
  } catch (e) {
    if (e instanceof Refusal && e.isUndecided) return { reached: false }
    throw e
  }
}

async function sendTask(id: string): Promise<void> {
  const now = kept(id)
  if (!now || now.gone) return
  try {
    if (now.ask?.kind === 'Start') await sendAsk(id)
    if (now.start.at && !now.start.sent) await sendStart(now)
    if (!kept(id)!.start.sent) return
    for (const { clientId } of now.entries) {
      await sendEntry(id, clientId)
      tell()
    }
    for (const code of Object.keys(now.counts)) await sendCount(id, code)
    await sendTrack(id)
    // what is handed over with the request is all on the server
    if (now.ask?.kind === 'Submit' && kept(id)!.entries.every((e) => e.sent)) await sendAsk(id)
  } catch (e) {
    if (!(e instanceof Refusal) || e.isUndecided) throw e
    // deleted at the console, or given to somebody else: what the phone holds of it stays until the person says otherwise
    if (e.code === 'task.not_yours') change(id, (k) => { k.gone = e.title })
  }
}

/** 没传成: the piece that broke off although the phone has a network is told apart from those that only wait for one. */
async function broke(e: unknown, id: string, piece: (k: Kept) => { tries?: number } | undefined): Promise<void> {
  if (!(e instanceof Refusal) || !e.mayRepeat || !(await connected())) return
  change(id, (k) => {
    const at = piece(k)
    if (at) at.tries = (at.tries ?? 0) + 1
  })
}

const AT_ONCE_MS = 60_000

async function sendAsk(id: string): Promise<void> {
  const { task, ask } = kept(id)!
  if (!ask || ask.trouble) return
  try {
    const photoId = await send(id, ask.shot, (k, shot) => { if (k.ask) k.ask.shot = shot })
    const late = Date.now() - Date.parse(ask.at) > AT_ONCE_MS
    const evidence = { photoId, position: positionOf(ask.shot.place), ...(late ? { queuedAt: ask.at } : {}) }
    const key = late ? `${ask.key}-late` : ask.key
    if (ask.kind === 'Start') await post('/consents', { kind: 'Start', taskId: task.id, ...evidence }, key)
    else await post(`/tasks/${id}/submit`, evidence, key)
    asked(id)
  } catch (e) {
    await broke(e, id, (k) => k.ask)
    if (!(e instanceof Refusal) || e.isUndecided || e.code === 'task.not_yours') throw e
    // its answer was lost, and the lead has it
    if (e.code === 'consent.already_asked' || e.code === 'consent.already_granted') asked(id)
    else change(id, (k) => { if (k.ask) k.ask.trouble = e.title })
  }
}

async function sendStart({ id, start }: Kept): Promise<void> {
  const photo = (need: 'Selfie' | 'SignIn' | 'Controller') => send(id, start.shots[need], (k, shot) => { k.start.shots[need] = shot })
  try {
    await post(`/tasks/${id}/start`, {
      selfiePhotoId: await photo('Selfie'), signInPhotoId: await photo('SignIn'), controllerPhotoId: await photo('Controller'),
      controllerBrand: start.brand, position: positionOf(start.place), at: start.at,
    }, start.key)
  } catch (e) {
    await broke(e, id, (k) => k.start)
    if (!(e instanceof Refusal) || e.isUndecided || e.code === 'task.not_yours') throw e
    if (e.code !== 'task.already_started') {
      change(id, (k) => { k.start = { ...k.start, trouble: e.title, at: undefined, key: newKey() } })
      return
    }
  }
  change(id, (k) => {
    k.start.sent = true
    delete k.start.trouble
    k.lastSentAt = new Date().toISOString()
  })
}

async function sendEntry(id: string, clientId: string): Promise<void> {
  const find = (k: Kept | null): Entry | undefined => k?.entries.find((e) => e.clientId === clientId)
  const entry = find(kept(id))
  if (!entry || entry.sent || entry.theirs) return
  try {
    const photoIds = entry.form.known.map((p) => p.id)
    const videoIds = entry.form.knownFilms.map((p) => p.id)
    for (const shot of entry.form.shots) {
      const keep = (k: Kept, done: Shot) => { const at = find(k)?.form.shots; at?.splice(at.findIndex((s) => s.id === done.id), 1, done) }
      if (shot.drawnOn) photoIds.push((await send(id, shot.drawnOn, (k, done) => { const at = find(k)?.form.shots.find((s) => s.id === shot.id); if (at) at.drawnOn = done }))!)
      const arrived = (await send(id, find(kept(id))?.form.shots.find((s) => s.id === shot.id) ?? shot, keep))!
      if (shot.film) videoIds.push(arrived)
      else photoIds.push(arrived)
    }
    await post(`/tasks/${id}/records`, {
      records: [{ clientId, ...body(entry.form, kept(id)!.task), photoIds, videoIds, position: positionOf(entry.place), clientTime: entry.at, device: entry.device, over: entry.over }],
    }, entry.key)
    change(id, (k) => {
      const same = find(k)
      // edited while it was on its way: that is still to be sent
      if (same?.key === entry.key) {
        same.sent = true
        delete same.trouble
        delete same.tries
      }
      k.lastSentAt = new Date().toISOString()
    })
  } catch (e) {
    await broke(e, id, find)
    if (!(e instanceof Refusal) || e.isUndecided || e.code === 'task.not_yours') throw e
    change(id, (k) => {
      const same = find(k)
      if (same?.key !== entry.key) return
      // two requests at the same instant: once more, as a new act
      if (e.code === 'record.sent_twice') same.key = newKey()
      else if (e.code === 'record.changed_meanwhile') same.theirs = e.facts.theirs as ServerRecord
      // the server keeps a refusal under its key as well: the same words are sent as a new act
      else Object.assign(same, { trouble: e.title, key: newKey() })
    })
  }
}

async function sendCount(id: string, code: string): Promise<void> {
  const count = kept(id)?.counts[code]
  if (!count || count.sent) return
  await post(`/tasks/${id}/positions`, { subItemCode: code, count: count.count }, count.key)
  change(id, (k) => { if (k.counts[code]?.key === count.key) k.counts[code]!.sent = true })
}

/** A picture arrives once: what the server calls it is noted before anything else happens. */
async function send(taskId: string, shot: Shot | undefined, note: (k: Kept, done: Shot) => void): Promise<string | undefined> {
  if (!shot || shot.serverId) return shot?.serverId
  const id = await sendPhoto(shot)
  change(taskId, (k) => note(k, { ...shot, serverId: id }))
  tell()
  return id
}

/** @returns What the server calls it. */
export async function sendPhoto(shot: Shot): Promise<string> {
  const place: Record<string, string> = shot.place ? { latitude: String(shot.place.latitude), longitude: String(shot.place.longitude), accuracy: String(shot.place.accuracy), system: 'Wgs84' } : {}
  return (await upload(shot.film ? '/videos' : '/photos', shot.path, { kind: shot.kind, takenAt: shot.takenAt, ...place }, shot.key)).id
}

export const positionOf = (place: Shot['place']) => place && { latitude: place.latitude, longitude: place.longitude, accuracyMetres: place.accuracy, system: 'Wgs84', ...(place.isMock ? { isMock: true } : {}) }
