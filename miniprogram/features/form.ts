// 执业反馈单 (CHK-11 to 14): one per project and day, written by one who has ended work. Its key is kept with the draft, so that a form whose
// answer was lost is sent again as the same form.
import { draft, dropDraft, keepDraft } from '../lib/drafts'
import { get, newKey, post } from '../lib/http'

export interface Texts { content: string; problems: string; nextStep: string }

export interface Form extends Texts { projectId: string; visitId: string; key: string }

export interface Sent { asksForRating: boolean; zeroed: string[] }

export function formOf(projectId: string, visitId: string): Form {
  return draft<Form>(visitId) ?? { projectId, visitId, key: newKey(), content: '', problems: '', nextStep: '' }
}

export function write(form: Form, texts: Texts): Form {
  const now = { ...form, ...texts }
  keepDraft(form.visitId, now)
  return now
}

/** A text that was refused is another form once it is changed. */
export function afterRefusal(form: Form): Form {
  const now = { ...form, key: newKey() }
  keepDraft(form.visitId, now)
  return now
}

/** Who is still at work there: the form takes the whole day's time from them (CHK-12). */
export async function stillAtWork(projectId: string): Promise<string[]> {
  const { items } = await get<{ items: { personName: string; endedAt: string | null }[] }>('/visits', { projectId, size: '50' })
  return [...new Set(items.filter((v) => v.endedAt === null).map((v) => v.personName))]
}

export async function send({ key, ...form }: Form): Promise<Sent> {
  const sent = await post<Sent>('/feedback-forms', form, key)
  dropDraft(form.visitId)
  return sent
}
