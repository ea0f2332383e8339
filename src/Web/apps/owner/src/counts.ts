import { ref } from 'vue'

/** Reports filed and not yet opened; the home page's answer tells. */
export const unreadReports = ref(0)
