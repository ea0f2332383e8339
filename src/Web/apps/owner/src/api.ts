import { createClient, type Me } from '@wechatservice/api'
import { createInbox } from '@wechatservice/ui/inbox.ts'
import type { Signature } from '@wechatservice/wechat'

export const api = createClient('owner')
export const inbox = createInbox(api)
export const sign = (url: string) => api.get<Signature>('/js-sdk', { url })

let known: Promise<Me> | undefined
/** Who sits before the phone; asked once per visit. */
export function me(): Promise<Me> {
  return known ??= api.get<Me>('/me').catch(e => { known = undefined; throw e })
}
/** Somebody bound or left: who he is has to be asked again. */
export const forgetMe = () => { known = undefined }

/** The verification page is everybody's: no sign-in, no cookie needed. */
export const open = createClient('public')
