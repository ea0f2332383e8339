import { ref } from 'vue'
import type { Page } from '@wechatservice/api'
import { useLoad } from '@wechatservice/ui/load.ts'

/** A table by numbered pages. `restart` goes back to the first, for another filter. */
export function useNumbered<T, P extends Page<T> = Page<T>>(read: (page: number) => Promise<P>) {
  const number = ref(1)
  const page = useLoad<P>(() => read(number.value))
  const go = (n: number) => { number.value = n; return page.reload() }
  return { page, number, go, restart: () => go(1) }
}
