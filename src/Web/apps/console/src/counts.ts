import { ref } from 'vue'
import { api } from './api.ts'
import { dead } from './deliveries.ts'
import type { DeliveryPage } from './shapes.ts'

/** How many stand in the dead letters; the menu shows it. */
export const undelivered = ref(0)

export async function countUndelivered() {
  try { undelivered.value = (await api.get<DeliveryPage>('/deliveries', { state: dead.join(','), open: true, size: 1 })).total ?? 0 } catch { /* the page's own reads tell what is wrong */ }
}
