import { Attempt, Problem, uploadPhoto, type Client, type RepairSent } from '@wechatservice/api'
import { shallowRef } from 'vue'

/**
 * 一键报修 as it stands on the phone, photos and all, until the server has it: the page may be closed, the line may be gone. One key for
 * the request and one for each photo, kept with them, so that however often it is sent there is one request (FLT-17).
 */
export interface DraftPhoto { dataUrl: string; takenAt: string; key: string; id?: string }
export interface Draft {
  key: string
  projectId: string
  classCode: string
  facility: string
  floor: string
  place: string
  text: string
  photos: DraftPhoto[]
  handling: 'Agency' | 'Internal'
  /** it was to be sent and nobody knows whether it arrived */
  waiting: boolean
}

/** randomUUID stands only on secure origins; old WebViews have getRandomValues everywhere. */
export const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map(x => x.toString(16).padStart(2, '0')).join('')

export const newDraft = (projectId = ''): Draft => ({ key: newKey(), projectId, classCode: '', facility: '', floor: '', place: '', text: '', photos: [], handling: 'Agency', waiting: false })

/** What waits on this phone for a line; the home page tells. */
export const waiting = shallowRef<Draft>()

export const placeOf = (d: Draft) => [d.floor, d.place.trim()].filter(Boolean).join('，')

function shelf<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T | undefined> {
  return new Promise(done => {
    // a phone that keeps nothing (private window, full): the draft then lives as long as the page
    try {
      const opening = indexedDB.open('ws-owner', 1)
      opening.onupgradeneeded = () => opening.result.createObjectStore('repair')
      opening.onerror = () => done(undefined)
      opening.onsuccess = () => {
        const asked = act(opening.result.transaction('repair', mode).objectStore('repair'))
        asked.onsuccess = () => { done(asked.result); opening.result.close() }
        asked.onerror = () => { done(undefined); opening.result.close() }
      }
    } catch { done(undefined) }
  })
}

export async function readDraft(): Promise<Draft | undefined> {
  const kept = await shelf<Draft | undefined>('readonly', s => s.get('draft'))
  waiting.value = kept?.waiting ? kept : undefined
  return kept
}
export async function keepDraft(draft: Draft) {
  // a copy without the page's reactivity, which cannot be stored
  await shelf('readwrite', s => s.put(JSON.parse(JSON.stringify(draft)), 'draft'))
  waiting.value = draft.waiting ? draft : undefined
}
export async function dropDraft() {
  await shelf('readwrite', s => s.delete('draft'))
  waiting.value = undefined
}

/** Photos first, each once; then the request. Where nobody knows what became of it, the draft waits and is sent again as the same one. */
export async function send(client: Client, draft: Draft): Promise<RepairSent | 'before'> {
  try {
    for (const photo of draft.photos) {
      if (photo.id) continue
      photo.id = (await uploadPhoto(client, photo, 'Item', Attempt.kept(photo.key))).id
      await keepDraft(draft)
    }
    const sent = await client.post<RepairSent>('/repair-requests', {
      projectId: draft.projectId, classCode: draft.classCode, place: placeOf(draft), text: draft.text.trim(), photoIds: draft.photos.map(p => p.id), handling: draft.handling,
    }, Attempt.kept(draft.key))
    await dropDraft()
    return sent
  } catch (e) {
    const problem = Problem.of(e)
    // it had arrived, and was changed here since: it stands on the server as it was sent
    if (problem.code === 'idempotency.key_reused') { await dropDraft(); return 'before' }
    draft.waiting = problem.passing
    await keepDraft(draft)
    throw problem
  }
}
