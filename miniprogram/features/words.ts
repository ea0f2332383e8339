// Numbers, times and distances as the house writes them; a figure and its unit stay on one line. Times are those of Shanghai wherever the phone believes to be.
const SHANGHAI_MS = 8 * 3600_000

function parts(iso: string): { month: number; day: number; hour: string; minute: string } {
  const at = new Date(Date.parse(iso) + SHANGHAI_MS)
  const two = (n: number) => String(n).padStart(2, '0')
  return { month: at.getUTCMonth() + 1, day: at.getUTCDate(), hour: two(at.getUTCHours()), minute: two(at.getUTCMinutes()) }
}

export function clock(iso: string): string {
  const { hour, minute } = parts(iso)
  return `${hour}:${minute}`
}

export function day(iso: string): string {
  const { month, day: of } = parts(iso)
  return `${month}月${of}日`
}

/** 2032-01-31 as it is said. */
export function date(iso: string): string {
  const [year, month, of] = iso.split('-')
  return `${year}年${Number(month)}月${Number(of)}日`
}

/** 2026-11-21 in Shanghai, wherever the phone believes to be. */
export const today = (): string => new Date(Date.now() + SHANGHAI_MS).toISOString().slice(0, 10)

/** 今天, 昨天, else the date. */
export function dayNear(iso: string, now = Date.now()): string {
  const dayOf = (ms: number) => Math.floor((ms + SHANGHAI_MS) / 86_400_000)
  return ['今天', '昨天'][dayOf(now) - dayOf(Date.parse(iso))] ?? day(iso)
}

export function metres(distance: number): string {
  return distance < 1000 ? `${Math.round(distance)}\u00a0m` : `${(distance / 1000).toFixed(1)}\u00a0km`
}

/** 1:02:03 of a stay; a phone whose clock is behind shows zero, never less. */
export function elapsed(fromIso: string, now: number): string {
  const seconds = Math.max(0, Math.floor((now - Date.parse(fromIso)) / 1000))
  const two = (n: number) => String(n).padStart(2, '0')
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}

export function minutes(count: number): string {
  return count < 60 ? `${count} 分钟` : `${Math.floor(count / 60)} 小时 ${count % 60} 分`
}

/** A problem's sentence is "怎么了。为什么和怎么办。": its first part is the title of the page. */
export function titleAndWhy(sentence: string): [string, string] {
  const end = sentence.indexOf('。')
  const first = end > 0 ? sentence.slice(0, end) : sentence
  if (first.length <= 12) return [first, sentence.slice(first.length + 1)]
  const comma = first.indexOf('，')
  return comma > 0 && comma <= 12 ? [first.slice(0, comma), sentence.slice(comma + 1)] : ['这次没有办成', sentence]
}
