import { shallowRef } from 'vue'
import { createClient, Problem, type Me } from '@wechatservice/api'

export const api = createClient('console')
/** The fire authority's door: the same desk, another house (ACC-16). */
export const authority = createClient('authority')

/** Who sits at the desk; the frame asks once, the pages read it. */
export const me = shallowRef<Me>()
export const isOfficer = () => me.value?.door === 'Authority'
/** Of what both houses read, through the reader's own door. */
export const desk = () => isOfficer() ? authority : api

/** An officer's session opens the authority's door only: the console's answers 403. */
export async function whoAmI(): Promise<Me> {
  try { return await api.get<Me>('/me') } catch (e) {
    if (Problem.of(e).status !== 403) throw e
    return await authority.get<Me>('/me')
  }
}

/** Only the administrator sends again or notes what was told (the API says so too). */
export const mayFollowUp = () => me.value?.roles.includes('AgencyAdmin') ?? false

/** PEO-29: who manages the agency; a lead gives his own project away at the agency account (the API says so too). */
export const mayReplaceLead = () => me.value?.roles.some(r => r === 'AgencyAdmin' || r === 'AgencyManager') ?? false

/** OWN-15: who runs the project, and the administrator (the API says so too). */
export const mayAnswer = () => me.value?.roles.some(r => r === 'AgencyAdmin' || r === 'ProjectLead') ?? false
