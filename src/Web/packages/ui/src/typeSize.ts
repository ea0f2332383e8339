import { ref } from 'vue'

/** Large type (1.4×) is a set of tokens, never a zoom. The own choice outlives the visit; until there is one, WeChat's or the system's size decides. */
export type TypeSize = 'normal' | 'large'
const kept = 'ws-type'
/** Where browsers stand unless the person asked the system for larger letters. */
const usual = 16, usualApple = 17, enlarged = 1.2
export const typeSize = ref<TypeSize>('normal')

function read(): TypeSize | null {
  try { return localStorage.getItem(kept) as TypeSize | null } catch { return null }
}
export function setTypeSize(size: TypeSize, remember = true) {
  typeSize.value = size
  document.documentElement.dataset.type = size
  if (remember) try { localStorage.setItem(kept, size) } catch { /* private mode: the choice lasts for this page */ }
}
/** What WeChat or the system wishes; the own choice of 关怀模式 stays above it. */
export function wishTypeSize(size: TypeSize) {
  if (!read()) setTypeSize(size, false)
}
export function startTypeSize(probe: (font: string) => number = sizeOf) {
  setTypeSize(read() ?? (probe('medium sans-serif') >= usual * enlarged || probe('-apple-system-body') >= usualApple * enlarged ? 'large' : 'normal'), false)
}

/** How large a letter of the system's own font is here, in CSS pixels; 0 where the font is not known. */
function sizeOf(font: string): number {
  if (!CSS.supports?.('font', font)) return 0
  const letter = document.createElement('span')
  letter.style.font = font
  document.documentElement.append(letter)
  const size = parseFloat(getComputedStyle(letter).fontSize)
  letter.remove()
  return size || 0
}
