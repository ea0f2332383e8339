// How many reports wait for the technical lead; null where nobody asks one for that (FIL-08, 11).
import { get, Refusal } from '../lib/http'

export const REVIEWS = '/project/pages/reviews/reviews'

export async function reviewsWaiting(): Promise<number | null> {
  try {
    const { open, done } = await get<{ open: number; overdue: number; done: number }>('/filings/counts')
    return open || done ? open : null
  } catch (e) {
    if (e instanceof Refusal) return null // an offer, no duty: the page stands without it
    throw e
  }
}

/** What was written of a report before another way than the face was chosen. */
export const opinionOf = (reportId: string): string => `opinion:${reportId}`
