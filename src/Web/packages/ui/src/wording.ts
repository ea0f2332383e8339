/**
 * Numbers and dates in words, as the design language wants them: Asia/Shanghai whatever the phone says,
 * half-width figures, a space around counted numbers, none inside dates, relative up to a day.
 */
const parts = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai', year: 'numeric', month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })

function inShanghai(at: string | Date) {
  const p = Object.fromEntries(parts.formatToParts(new Date(at)).map(x => [x.type, x.value])) as Record<string, string>
  return { year: Number(p.year), month: Number(p.month), day: Number(p.day), hour: Number(p.hour), minute: p.minute!, second: p.second!, time: `${p.hour}:${p.minute}` }
}
const dayNumber = (at: string | Date) => { const p = inShanghai(at); return Math.round(Date.UTC(p.year, p.month - 1, p.day) / 86_400_000) }

/** 今天 14:07 · 昨天 18:04 · 11月19日 18:04 · 2025年11月19日 when the year differs. */
export function when(at: string | Date, now: Date = new Date()): string {
  const p = inShanghai(at), days = dayNumber(now) - dayNumber(at)
  if (days === 0) return `今天 ${p.time}`
  if (days === 1) return `昨天 ${p.time}`
  return p.year === inShanghai(now).year ? `${p.month}月${p.day}日 ${p.time}` : `${p.year}年${p.month}月${p.day}日`
}

/** 14:58 */
export const clock = (at: string | Date) => inShanghai(at).time
/** 11-19 16:21:07, as burnt into photos */
export function stamp(at: string | Date): string {
  const p = inShanghai(at)
  return `${two(p.month)}-${two(p.day)} ${p.time}:${p.second}`
}
/** 11月20日, for an instant or a day "2026-11-20" */
export function day(at: string | Date): string {
  const plain = typeof at === 'string' && /^(\d{4})-(\d{2})-(\d{2})$/.exec(at)
  if (plain) return `${Number(plain[2])}月${Number(plain[3])}日`
  const p = inShanghai(at)
  return `${p.month}月${p.day}日`
}
/** 2026年11月20日 */
export function fullDay(at: string | Date): string {
  const plain = typeof at === 'string' && /^(\d{4})-(\d{2})-(\d{2})$/.exec(at)
  const p = plain ? { year: Number(plain[1]) } : inShanghai(at)
  return `${p.year}年${day(at)}`
}
/** 今天 · 昨天 · 11月19日 */
export function dayWord(at: string | Date, now: Date = new Date()): string {
  const days = dayNumber(now) - dayNumber(at)
  return days === 0 ? '今天' : days === 1 ? '昨天' : day(at)
}
/** 刚刚 · 16 小时 · 6 天: how long something has been waiting */
export function age(since: string | Date, now: Date = new Date()): string {
  const minutes = Math.max(0, Math.floor((now.getTime() - new Date(since).getTime()) / 60_000))
  if (minutes < 1) return '刚刚'
  if (minutes < 60) return `${minutes} 分钟`
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} 小时`
  return `${Math.floor(minutes / 1440)} 天`
}
export function agePhrase(since: string | Date, before: string, now: Date = new Date()): string {
  const words = age(since, now)
  return words === '刚刚' ? words : `${before}${words}`
}

/** "2026-11" → 11月 */
export const month = (m: string) => `${Number(m.slice(5, 7))}月`
/** "2026-11" → 2026年11月 */
export const fullMonth = (m: string) => `${m.slice(0, 4)}年${month(m)}`
/** The month that now belongs to, "2026-11" */
export function thisMonth(now: Date = new Date()): string {
  const p = inShanghai(now)
  return `${p.year}-${two(p.month)}`
}
/** Whole days after today until the month ends; 0 on its last day. */
export function daysLeft(m: string, now: Date = new Date()): number {
  const last = Date.UTC(Number(m.slice(0, 4)), Number(m.slice(5, 7)), 0) / 86_400_000
  return Math.max(0, last - dayNumber(now))
}
/** "2026-11-20" for an instant */
export function isoDay(at: Date = new Date()): string {
  const p = inShanghai(at)
  return `${p.year}-${two(p.month)}-${two(p.day)}`
}
export function greeting(now: Date = new Date()): string {
  const h = inShanghai(now).hour
  return h < 5 ? '夜里好' : h < 12 ? '上午好' : h < 14 ? '中午好' : h < 18 ? '下午好' : '晚上好'
}

/** 38 m · 1.2 km */
export const metres = (m: number) => m < 1000 ? `${Math.round(m)} m` : `${(m / 1000).toFixed(m < 9950 ? 1 : 0)} km`
/** 169 minutes → 2:49 */
export const hours = (minutes: number) => `${Math.floor(minutes / 60)}:${two(Math.floor(minutes % 60))}`
/** 128 → 2 小时 08 分 */
export const lasting = (minutes: number) => minutes < 60 ? `${Math.floor(minutes)} 分` : `${Math.floor(minutes / 60)} 小时 ${two(Math.floor(minutes % 60))} 分`
/** 0.93 */
export const score = (s: number) => (Math.floor(s * 100 + 1e-9) / 100).toFixed(2)
/** 2.8 MB */
export const bytes = (n: number) => n < 1024 * 1024 ? `${Math.max(1, Math.round(n / 1024))} KB` : `${(n / 1024 / 1024).toFixed(1)} MB`
/** SHA-256 in groups of four, upper case */
export const hashGroups = (hash: string) => hash.toUpperCase().match(/.{1,4}/g) ?? []
/** The first clause of a longer text, when it is short enough for a heading. */
export function heading(text: string, otherwise: string): string {
  const clause = text.split(/[，。；\n]/, 1)[0]!.trim()
  return clause.length >= 4 && clause.length <= 30 ? clause : otherwise
}
/** WeChat shows names and half-sentences side by side; the list joins with 、 */
export const list = (words: string[]) => words.join('、')

function two(n: number) { return String(n).padStart(2, '0') }
