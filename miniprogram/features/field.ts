// Where the work on site begins: by checking in, or with the field tasks where the profile has no check-in (SCR-06).
import { draft, keepDraft } from '../lib/drafts'
import { get, Refusal } from '../lib/http'
import { session } from '../lib/session'

export const FIELD_HOME = '/field/pages/home/home'

/** One name for what is kept of it, each person's own. */
export const keptName = (): string => `field-home:${session()?.name ?? ''}`

/** Asked once, kept on the phone: the app opens in flight mode too. Who does no field work checks in nowhere else. */
export async function checksIn(): Promise<boolean> {
  const known = draft<{ checkIn: boolean }>(keptName())
  if (known) return known.checkIn
  try {
    const home = await get<{ checkIn: boolean }>('/field')
    keepDraft(keptName(), home)
    return home.checkIn
  } catch (e) {
    if (!(e instanceof Refusal)) throw e
    return true
  }
}
