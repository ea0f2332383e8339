import { ref } from 'vue'
import type { Message, Page, Workbench } from '@wechatservice/api'
import { api } from './api.ts'

/** The figures on the tab bar. No page waits for them. */
export const counts = ref({ tasks: 0, messages: 0 })

export function countTasks(w: Workbench) { counts.value.tasks = w.toReview.count }

export async function countMessages() {
  try {
    counts.value.messages = (await api.get<Page<Message>>('/messages', { size: 50 })).items.filter(m => !m.readAt).length
  } catch { /* the page's own reads tell what is wrong */ }
}
export async function refreshCounts() {
  try { countTasks(await api.get<Workbench>('/workbench')) } catch { /* likewise */ }
}
