// 轨迹 (FLD-32): a place every half minute while the field pages are open, kept in the phone and sent in batches. Where the app was in the
// background or no place was found there is a gap, and it is shown as one.
import { readJson, writeJson } from '../../lib/files'
import { newKey, post } from '../../lib/http'
import { position } from '../../lib/phone'
import { clock } from '../../features/words'
import { kept, trackFile } from './store'

interface Point { latitude: number; longitude: number; accuracyMetres: number; system: 'Wgs84'; at: string }
interface Track { waiting: Point[]; times: string[]; key: string }

const BATCH = 500
const nothing = (): Track => ({ waiting: [], times: [], key: newKey() })
const trackOf = (taskId: string): Track => readJson<Track>(trackFile(taskId)) ?? nothing()

let ticking = 0
let watched = ''

/** Notes places of this task from now on, until another is watched; only while it is worked on. */
export function watch(taskId: string): void {
  const now = kept(taskId)
  if (!now || !isAtWork(taskId)) return
  if (watched === taskId) return
  stop()
  watched = taskId
  void note(taskId)
  ticking = setInterval(() => { void note(taskId) }, now.task.trackIntervalSeconds * 1000)
}

export function stop(): void {
  clearInterval(ticking)
  watched = ''
}

const isAtWork = (taskId: string): boolean => {
  const now = kept(taskId)
  return now !== null && (now.start.at !== undefined || now.start.sent) && (now.task.state === 'Created' || now.task.state === 'InProgress' || now.task.state === 'Returned')
}

async function note(taskId: string): Promise<void> {
  if (!isAtWork(taskId)) return stop()
  try {
    const { latitude, longitude, accuracy } = await position()
    addPoints(taskId, { latitude, longitude, accuracyMetres: accuracy, system: 'Wgs84', at: new Date().toISOString() })
  } catch { /* no place now: a gap */ }
}

export function addPoints(taskId: string, ...points: Point[]): void {
  const track = trackOf(taskId)
  writeJson(trackFile(taskId), { ...track, waiting: [...track.waiting, ...points], times: [...track.times, ...points.map((p) => p.at)] })
}

export async function sendTrack(taskId: string): Promise<void> {
  for (;;) {
    const { waiting, key } = trackOf(taskId)
    if (!waiting.length) return
    const batch = waiting.slice(0, BATCH)
    await post(`/tasks/${taskId}/track`, { points: batch }, `${key}-${batch[0]!.at}-${batch.length}`)
    const now = trackOf(taskId)
    writeJson(trackFile(taskId), { ...now, waiting: now.waiting.slice(batch.length), key: newKey() })
  }
}

export interface Trail { points: number; waiting: number; gaps: string[] }

/** Three missed places in a row are a gap. */
export function trail(taskId: string, seconds: number): Trail {
  const { times, waiting } = trackOf(taskId)
  const gaps = times.slice(1).map((at, i) => [times[i]!, at] as const).filter(([from, to]) => Date.parse(to) - Date.parse(from) > seconds * 3000).map(([from, to]) => `${clock(from)}–${clock(to)}`)
  return { points: times.length, waiting: waiting.length, gaps }
}
