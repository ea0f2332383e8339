import { Attempt, createClient, type Me, type Page } from '@wechatservice/api'
import { createInbox } from '@wechatservice/ui/inbox.ts'
import type { Signature } from '@wechatservice/wechat'

export const api = createClient('agency')
export const inbox = createInbox(api)
export const sign = (url: string) => api.get<Signature>('/js-sdk', { url })

let known: Promise<Me> | undefined
/** Who sits before the phone; asked once per visit. */
export function me(): Promise<Me> {
  return known ??= api.get<Me>('/me').catch(e => { known = undefined; throw e })
}
export function forgetMe() { known = undefined }

/** How many operators wait on site for the lead's consent; only leads are asked (APR-10). */
export async function consentsWaiting(): Promise<number> {
  try {
    return (await me()).roles.includes('ProjectLead') ? (await api.get<Page<unknown>>('/consents', { state: 'Pending', size: 1 })).total : 0
  } catch {
    return 0   // the page stands without this figure
  }
}
export { Attempt }
