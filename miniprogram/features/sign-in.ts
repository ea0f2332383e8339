// WeChat's code for a session (ACC-20); the first time an account is linked by its password.
import { post } from '../lib/http'
import { signInCode } from '../lib/phone'
import { keepSession } from '../lib/session'

interface SignedIn { token: string; linked: boolean; name: string | null }

/** @returns Whether this WeChat is linked to an account. */
export async function signIn(): Promise<boolean> {
  return kept(await post<SignedIn>('/sign-in', { code: await signInCode() }, ''))
}

export async function link(userName: string, password: string): Promise<boolean> {
  return kept(await post<SignedIn>('/link', { userName: userName.trim(), password }, ''))
}

function kept(answer: SignedIn): boolean {
  keepSession({ token: answer.token, name: answer.linked ? answer.name : null })
  return answer.linked
}
