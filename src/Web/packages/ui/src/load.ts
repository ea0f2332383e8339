import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { Problem } from '@wechatservice/api'

export interface Loaded<T> {
  data: ShallowRef<T | undefined>
  problem: ShallowRef<Problem | undefined>
  /** true while the skeleton should stand: only after 300 ms, then for at least 300 ms */
  skeleton: Ref<boolean>
  reload: () => Promise<void>
}

/** One read of one page. A newer call wins over an older one that answers late; old data stays while reloading. */
export function useLoad<T>(read: () => Promise<T>): Loaded<T> {
  const data = shallowRef<T>(), problem = shallowRef<Problem>(), skeleton = ref(false)
  let turn = 0
  async function reload() {
    const mine = ++turn
    let shownAt = 0
    const later = setTimeout(() => { if (mine === turn && data.value === undefined) { skeleton.value = true; shownAt = Date.now() } }, 300)
    try {
      const answer = await read()
      if (shownAt) await new Promise(r => setTimeout(r, Math.max(0, 300 - (Date.now() - shownAt))))
      if (mine === turn) { data.value = answer; problem.value = undefined }
    } catch (e) {
      if (mine === turn) problem.value = Problem.of(e)
    } finally {
      clearTimeout(later)
      if (mine === turn) skeleton.value = false
    }
  }
  onScopeDispose(() => { turn++ })
  void reload()
  return { data, problem, skeleton, reload }
}
