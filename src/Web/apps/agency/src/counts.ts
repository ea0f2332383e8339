import { ref } from 'vue'
import type { Workbench } from '@wechatservice/api'
import { api } from './api.ts'

/** The figures on the tab bar come from the workbench's one answer; another page never waits for them. */
export const counts = ref({ tasks: 0, messages: 0 })

export function countFrom(w: Workbench) {
  counts.value = { tasks: w.toReview.count + w.consents.open, messages: w.messages.unread }
}
export async function refreshCounts() {
  try { countFrom(await api.get<Workbench>('/workbench')) } catch { /* the page's own reads tell what is wrong */ }
}
