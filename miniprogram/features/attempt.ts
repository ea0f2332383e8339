// What every page does with an act that the server may refuse: one at a time, the refusal in its own words, a new key for what was decided.
import { newKey, Refusal } from '../lib/http'
import { bringIntoView } from '../lib/pages'

export interface Attempting {
  /** Of the act that is sent; the same as long as nobody has decided on it. */
  key?: string
  setData(data: { busy?: boolean; why?: string; loading?: boolean }, then?: () => void): void
}

/** @returns What was refused; null: it is done. */
export async function attempt(page: Attempting, act: () => Promise<void> | void): Promise<Refusal | null> {
  page.setData({ busy: true, why: '' })
  try {
    await act()
    return null
  } catch (e) {
    if (!(e instanceof Refusal)) throw e
    if (!e.mayRepeat && page.key) page.key = newKey()
    // On a small phone the sentence stands below what was typed, behind the button
    page.setData({ why: e.title }, () => bringIntoView('.note.bad'))
    return e
  } finally {
    page.setData({ busy: false, loading: false })
  }
}
