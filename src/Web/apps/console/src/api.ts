import { shallowRef } from 'vue'
import { createClient, type Me } from '@wechatservice/api'

export const api = createClient('console')

/** Who sits at the desk; the frame asks once, the pages read it. */
export const me = shallowRef<Me>()

/** Only the administrator sends again or notes what was told (the API says so too). */
export const mayFollowUp = () => me.value?.roles.includes('AgencyAdmin') ?? false
