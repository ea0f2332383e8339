import type { ChatMessage } from '../sandbox.ts'

/** What stands under a template message's fields: the next act, by template. */
const ACTS: Record<string, string> = {
  task_submitted: '去审核', report_generated: '去备案', filing_reminder: '去备案', report_filed: '看报告', feedback_form: '去打分', consent_requested: '去处理',
  consent_decided: '看结果', plan_assigned: '看任务', visit_open: '去结束', plan_reminder: '去建计划', term_plan: '看计划', task_returned: '看退回原因', review_closed: '看说明', spot_checked: '看核查情况', suspension_decided: '看结果', flag_raised: '去说明', rating_answered: '看回应', staff_alert: '看情况', fault_dispatched: '去处理', fault_found: '看故障', fault_handled: '看进展', repair_requested: '去处置', fault_result: '看结果', fault_overdue: '看故障',
}
export const actOf = (m: ChatMessage) => ACTS[m.templateKey ?? ''] ?? '查看详情'

/** One line for the list of chats. */
export function lineOf(m: ChatMessage | null): string {
  if (!m) return ''
  if (m.kind === 'template') return [m.title, m.fields?.map(f => f.value).slice(0, 2).join(' ')].filter(Boolean).join('：')
  return (m.text ?? '').replace(/<[^>]*>/g, '')
}

/** WeChat's way to say when: today the time, yesterday, then the date. */
export function when(iso: string, long = false): string {
  const at = new Date(iso)
  const time = at.toLocaleTimeString('zh-CN', { hour: '2-digit', minute: '2-digit', hour12: false })
  const days = Math.round((startOfDay(new Date()) - startOfDay(at)) / 86_400_000)
  if (days <= 0) return long ? `今天 ${time}` : time
  if (days === 1) return long ? `昨天 ${time}` : '昨天'
  const day = `${at.getMonth() + 1}月${at.getDate()}日`
  return long ? `${day} ${time}` : day
}
const startOfDay = (d: Date) => new Date(d.getFullYear(), d.getMonth(), d.getDate()).getTime()

export interface Piece { text: string; url?: string }

/** A text as WeChat shows it: <a href="…">…</a> and bare addresses become links, nothing else is markup. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = []
  let at = 0
  for (const m of text.matchAll(/<a\s+href="([^"]+)"[^>]*>([\s\S]*?)<\/a>|https?:\/\/[^\s<>"，。；）]+/gi)) {
    if (m.index > at) found.push({ text: text.slice(at, m.index) })
    const url = m[1]?.replaceAll('&amp;', '&') ?? m[0]
    found.push(/^https?:\/\//i.test(url) ? { text: m[2] ?? m[0], url } : { text: m[2] ?? m[0] })
    at = m.index + m[0].length
  }
  if (at < text.length) found.push({ text: text.slice(at) })
  return found
}
