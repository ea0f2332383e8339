import { shallowRef } from 'vue'
import { createClient, type Me } from '@wechatservice/api'

export const api = createClient('console')

/** Who sits at the desk; the frame asks once, the pages read it. */
export const me = shallowRef<Me>()

/** Only the administrator sends again (the API says so too). */
export const mayResend = () => me.value?.roles.includes('AgencyAdmin') ?? false
