import type { AgreementCard, Attempt, Client } from '@wechatservice/api'

/** What agencies' people agree to, in the words and the version that stand on record. */
export const agreementTitles: Record<AgreementCard['kind'], string> = { Privacy: '隐私政策', Face: '人脸核对' }

export const agreements = (client: Client) => client.get<AgreementCard[]>('/privacy')
export const agree = (client: Client, card: AgreementCard, attempt: Attempt) => client.put<AgreementCard>(`/privacy/${card.kind}`, { version: card.version }, attempt)
export const withdraw = (client: Client, card: AgreementCard, attempt: Attempt) => client.post<AgreementCard>(`/privacy/${card.kind}/withdrawal`, {}, attempt)
