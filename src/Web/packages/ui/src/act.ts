import { ref, shallowRef } from 'vue'
import { Attempt, Problem } from '@wechatservice/api'
import { PhoneRefusal } from '@wechatservice/wechat'

/** One act of one form: busy while it runs, the problem stays until the next try, a retry keeps the key of the first. */
export function useAct() {
  const busy = ref(false), problem = shallowRef<Problem>()
  const attempt = new Attempt()
  async function act<T>(perform: (attempt: Attempt) => Promise<T>): Promise<T | undefined> {
    if (busy.value) return undefined
    busy.value = true
    problem.value = undefined
    try {
      return await perform(attempt)
    } catch (e) {
      problem.value = e instanceof PhoneRefusal ? new Problem(400, 'phone.refused', e.title, e.detail) : Problem.of(e)
      return undefined
    } finally {
      busy.value = false
    }
  }
  return { busy, problem, act }
}
