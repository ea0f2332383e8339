import { ref } from 'vue'
import type { Workbench } from '@wechatservice/api'
import { api } from './api.ts'

/** The figures on the tab bar. No page waits for them. */
export const counts = ref({ tasks: 0 })

export function countTasks(w: Workbench) { counts.value.tasks = (w.reviews?.count ?? 0) + (w.consents ? w.consents.start + w.consents.submit : 0) }

export async function refreshCounts() {
  try { countTasks(await api.get<Workbench>('/workbench')) } catch { /* the page's own reads tell what is wrong */ }
}
