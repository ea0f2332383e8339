import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import { Attempt, type Client, type PhoneCodeSent } from '@wechatservice/api'
import { useAct } from '@wechatservice/ui'

/** A phone proven by one SMS code: ask, wait before asking again, six digits. */
export function usePhoneCode(client: Client, path: string, about: () => Record<string, unknown>) {
  const { problem, act } = useAct()
  const phone = ref(''), code = ref(''), seconds = ref(0), asked = ref(false), sent = shallowRef<PhoneCodeSent>()
  const number = computed(() => phone.value.replace(/\s/g, ''))
  const whole = computed(() => /^1[3-9]\d{9}$/.test(number.value))
  const ready = computed(() => Boolean(sent.value) && /^\d{6}$/.test(code.value.trim()))
  let ticking: ReturnType<typeof setInterval> | undefined
  onScopeDispose(() => clearInterval(ticking))

  async function send() {
    asked.value = true
    if (!whole.value || seconds.value > 0) return
    const done = await act(() => client.post<PhoneCodeSent>(path, { ...about(), phone: number.value }, new Attempt()))
    if (!done) return
    sent.value = done
    code.value = ''
    seconds.value = done.againAfterSeconds
    clearInterval(ticking)
    ticking = setInterval(() => { if (--seconds.value <= 0) clearInterval(ticking) }, 1000)
  }
  return { phone, code, seconds, asked, sent, whole, ready, problem, send, answer: () => ({ codeId: sent.value?.codeId, code: code.value.trim() }) }
}
