// WeChat's code for a session (ACC-20); the first time the account is found by the phone that WeChat names, or linked by its password.
import { post } from '../lib/http'
import { signInCode } from '../lib/phone'
import { keepSession } from '../lib/session'

interface SignedIn { token: string; linked: boolean; name: string | null; roles: string[] }
/** `agencies`: agencies register themselves there too (ORG-34). */
export interface Region { code: string; name: string; agencies: boolean }

/** Nobody has this phone: where its owner may register himself. */
export interface Stranger { maskedPhone: string; registerIn: Region[] }

/** @returns Whether this WeChat is linked to an account. */
export async function signIn(): Promise<boolean> {
  return kept(await post<SignedIn>('/sign-in', { code: await signInCode() }, ''))
}

export async function link(userName: string, password: string): Promise<boolean> {
  return kept(await post<SignedIn>('/link', { userName: userName.trim(), password }, ''))
}

/** @param code What WeChat's phone-number button gave. @returns Null when the phone was somebody's and he is signed in. */
export async function linkByPhone(code: string): Promise<Stranger | null> {
  const { signedIn, ...stranger } = await post<{ signedIn: SignedIn | null } & Stranger>('/link/phone', { code }, '')
  if (!signedIn) return stranger
  kept(signedIn)
  return null
}

function kept(answer: SignedIn): boolean {
  keepSession({ token: answer.token, name: answer.linked ? answer.name : null, roles: answer.roles })
  return answer.linked
}
