// What one has agreed to, and taking it back (PEO-24): the privacy agreement, and apart from it the use of the face.
import { get, post, put } from '../lib/http'

export type Kind = 'Privacy' | 'Face'
export interface Agreement { kind: Kind; version: string; paragraphs: { title: string; text: string }[]; givenVersion: string | null; givenAt: string | null; inForce: boolean }

export const titles: Record<Kind, string> = { Privacy: '隐私政策', Face: '人脸核对' }

export function agreements(): Promise<Agreement[]> { return get<Agreement[]>('/privacy') }
export function agree(kind: Kind, version: string): Promise<Agreement> { return put<Agreement>(`/privacy/${kind}`, { version }, '') }
export function withdraw(kind: Kind): Promise<Agreement> { return post<Agreement>(`/privacy/${kind}/withdrawal`, {}, '') }
