import { Attempt, createClient, type Me } from '@wechatservice/api'
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

export { Attempt }
