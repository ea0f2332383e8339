/** The month so many months before "2026-11"; negative: after it. */
export function monthBefore(month: string, by = 1): string {
  const months = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 - by
  return `${Math.floor(months / 12)}-${String(months % 12 + 1).padStart(2, '0')}`
}
