import { computed, ref, shallowRef } from 'vue'
import { Problem, type Page } from '@wechatservice/api'
import { useLoad } from './load.ts'

/** A list that grows page by page. `restart` reads the first page anew, for another filter. */
export function usePages<T, P extends Page<T> = Page<T>>(read: (page: number) => Promise<P>) {
  const more = shallowRef<T[]>([]), growing = ref(false), growProblem = shallowRef<Problem>()
  let last = 1
  const first = useLoad<P>(() => { last = 1; more.value = []; growProblem.value = undefined; return read(1) })
  const items = computed(() => [...(first.data.value?.items ?? []), ...more.value])
  const rest = computed(() => Math.max(0, (first.data.value?.total ?? 0) - items.value.length))
  async function grow() {
    if (growing.value) return
    growing.value = true
    growProblem.value = undefined
    try {
      const next = await read(last + 1)
      last++
      more.value = [...more.value, ...next.items]
    } catch (e) {
      growProblem.value = Problem.of(e)
    } finally {
      growing.value = false
    }
  }
  return { first, items, rest, growing, growProblem, grow, restart: first.reload }
}
