// 技术审核 (FIL-11): the technical lead agrees, which files the report for ever, or sends it back with a reason that its author reads.
import { get, newKey, post, upload } from '../../lib/http'
import { day } from '../../features/words'

export type Queue = 'Open' | 'Overdue' | 'Done'

interface Row { id: string; number: string; projectName: string; planName: string; form: string; state: string; fails: number; completedOn: string | null; filedAt: string | null; daysLeft: number | null }

export interface Line { id: string; name: string; facts: string; says: string; tone: string }

const PAGE = 20

export async function reviews(queue: Queue, page: number): Promise<{ lines: Line[]; more: boolean }> {
  const { items, total } = await get<{ items: Row[]; total: number }>('/filings', { state: queue, page: String(page), size: String(PAGE) })
  return { lines: items.map(line), more: page * PAGE < total }
}

function line(r: Row): Line {
  const filed = r.filedAt !== null
  return {
    id: r.id, name: r.projectName, facts: `${r.planName || '报告'} · ${r.number}`,
    says: filed ? `${day(r.filedAt!)} 已同意` : r.daysLeft === null ? '待审核' : r.daysLeft < 0 ? `超期 ${-r.daysLeft} 天` : `还剩 ${r.daysLeft} 天`,
    tone: filed ? 'good' : r.daysLeft !== null && r.daysLeft < 0 ? 'bad' : 'wait',
  }
}

export interface Review {
  id: string; number: string; projectName: string; planName: string; agencyName: string; form: string; state: string; pages: number
  counts: { conforms: number; fails: number; cannot: number }; flagged: number; reviewerName: string | null; needsFace: boolean; secondWay: boolean; mayFile: boolean; mayReject: boolean
  blockedBy: { title: string } | null; objection: { byName: string; reason: string; at: string } | null
  filing: { opinion: string; byName: string; at: string; score: number | null; witnessName: string | null } | null
}

export function review(id: string): Promise<Review> { return get<Review>(`/filings/${id}`) }

/** One act keeps its picture and its keys: sent again after a lost answer it is the same act. */
export interface Consent { id: string; opinion: string; photo: string | null; photoKey: string; key: string; photoId?: string }

export function consent(id: string, opinion: string, photo: string | null): Consent {
  return { id, opinion, photo, photoKey: newKey(), key: newKey() }
}

export async function agree(act: Consent): Promise<void> {
  if (act.photo) act.photoId ??= (await upload('/photos', act.photo, { kind: 'Selfie' }, act.photoKey)).id
  await post(`/reports/${act.id}/filing`, { opinion: act.opinion, photoId: act.photoId ?? null }, act.key)
}

export async function sendBack(id: string, reason: string, key: string): Promise<void> {
  await post(`/reports/${id}/rejection`, { reason }, key)
}
