import { ref } from 'vue'

/** Large type (1.4×) is a set of tokens, never a zoom. The own choice outlives the visit; WeChat's own size sets the first one. */
export type TypeSize = 'normal' | 'large'
const kept = 'ws-type'
export const typeSize = ref<TypeSize>('normal')

function read(): TypeSize | null {
  try { return localStorage.getItem(kept) as TypeSize | null } catch { return null }
}
export function setTypeSize(size: TypeSize, remember = true) {
  typeSize.value = size
  document.documentElement.dataset.type = size
  if (remember) try { localStorage.setItem(kept, size) } catch { /* private mode: the choice lasts for this page */ }
}
/** `wechatSays` is asked only while the person has not chosen. */
export function startTypeSize(wechatSays?: TypeSize) {
  setTypeSize(read() ?? wechatSays ?? 'normal', false)
}
