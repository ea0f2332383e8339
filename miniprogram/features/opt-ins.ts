// One accepted prompt is one message (WeChat's one-time subscriptions). The server counts what is left and says what to ask for.
import { draft, dropDraft, keepDraft } from '../lib/drafts'
import { get, newKey, post, Refusal } from '../lib/http'
import { askForMessages } from '../lib/phone'

export interface Offer { key: string; templateId: string; title: string; remaining: number }

/** With so many left a person is not asked again. */
const ENOUGH = 3
const MOST_AT_ONCE = 3
const UNTOLD = 'opt-ins'

interface Untold { accepted: string[]; key: string }

/** What is worth a prompt; nothing while the server is not reached: it is an offer, no duty. */
export async function worthAsking(): Promise<Offer[]> {
  try {
    await tell()
    return (await get<Offer[]>('/subscriptions')).filter((offer) => offer.remaining < ENOUGH).slice(0, MOST_AT_ONCE)
  } catch (e) {
    if (e instanceof Refusal) return []
    throw e
  }
}

/** WeChat asks the person. What was accepted is kept until the server knows it: the prompt is not shown twice for it. */
export async function ask(offers: Offer[]): Promise<boolean> {
  const accepted = await askForMessages(offers.map((offer) => offer.templateId))
  if (!accepted.length) return false
  keepDraft(UNTOLD, { accepted, key: newKey() } satisfies Untold)
  try {
    await tell()
  } catch (e) {
    if (!(e instanceof Refusal)) throw e
  }

  return true
}

async function tell(): Promise<void> {
  const untold = draft<Untold>(UNTOLD)
  if (!untold) return
  try {
    await post('/subscriptions', { accepted: untold.accepted }, untold.key)
  } catch (e) {
    if (e instanceof Refusal && e.mayRepeat) throw e
  }

  dropDraft(UNTOLD)
}
