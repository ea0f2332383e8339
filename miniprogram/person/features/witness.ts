// 非人脸 (PEO-31): a code to oneself, a code to a colleague who is there, and a picture, instead of the face.
import { get, newKey, post } from '../../lib/http'

export interface Witness { id: string; name: string; maskedPhone: string }

export interface CodesSent { challengeId: string; maskedPhone: string; witnessName: string; witnessMaskedPhone: string; againAfterSeconds: number }

export function witnesses(search: string): Promise<Witness[]> {
  return get<Witness[]>('/visits/witnesses', { search })
}

export function sendCodes(projectId: string, visitId: string | null, witnessId: string): Promise<CodesSent> {
  return post<CodesSent>('/visits/codes', { projectId, visitId, witnessId }, newKey())
}

export const isCode = (typed: string): boolean => /^\d{6}$/.test(typed.trim())
