// The bearer token of this phone. Not a secret of the person: the server ends it, and another phone takes its place (ACC-10).
const KEY = 'session'

export interface Session { token: string; name: string | null; roles?: string[] }

export function session(): Session | null {
  return (wx.getStorageSync(KEY) as Session | '') || null
}

export function keepSession(now: Session): void {
  wx.setStorageSync(KEY, now)
}

export function dropSession(): void {
  wx.removeStorageSync(KEY)
}
