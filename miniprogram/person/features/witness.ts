// 非人脸 (PEO-31): a code to oneself, a code to a colleague who is there, and a picture, instead of the face.
import { opinionOf } from '../../features/filings'
import { draft, dropDraft } from '../../lib/drafts'
import { get, newKey, post, upload } from '../../lib/http'

export interface Witness { id: string; name: string; maskedPhone: string }

export interface CodesSent { challengeId: string; maskedPhone: string; witnessName: string; witnessMaskedPhone: string; againAfterSeconds: number }

/** What is proven: a start, an end, or the technical lead's consent to a report (FIL-02). */
export interface Errand { projectId: string; visitId: string; reportId: string }

export function witnesses({ reportId }: Errand, search: string): Promise<Witness[]> {
  return get<Witness[]>(reportId ? `/reports/${reportId}/filing/witnesses` : '/visits/witnesses', { search })
}

export function sendCodes({ projectId, visitId, reportId }: Errand, witnessId: string): Promise<CodesSent> {
  return reportId ? post<CodesSent>(`/reports/${reportId}/filing/codes`, { witnessId }, newKey()) : post<CodesSent>('/visits/codes', { projectId, visitId: visitId || null, witnessId }, newKey())
}

/** One act keeps its picture and its keys: sent again after a lost answer it is the same act. */
export interface Agreeing { photo: string; photoKey: string; key: string; photoId?: string }

export const agreeing = (photo: string): Agreeing => ({ photo, photoKey: newKey(), key: newKey() })

export async function agreeBefore(reportId: string, act: Agreeing, codes: { challengeId: string; code: string; witnessCode: string }): Promise<void> {
  act.photoId ??= (await upload('/photos', act.photo, { kind: 'Selfie' }, act.photoKey)).id
  await post(`/reports/${reportId}/filing`, { opinion: draft<{ opinion: string }>(opinionOf(reportId))?.opinion ?? '', secondWay: { ...codes, photoId: act.photoId } }, act.key)
  dropDraft(opinionOf(reportId))
}

export const isCode = (typed: string): boolean => /^\d{6}$/.test(typed.trim())
