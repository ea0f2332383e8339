// What somebody has begun to write, kept at every key stroke: the app may be ended at any moment.
const PREFIX = 'draft:'

export function draft<T>(name: string): T | null {
  return (wx.getStorageSync(PREFIX + name) as T | '') || null
}

export function keepDraft(name: string, text: object): void {
  wx.setStorageSync(PREFIX + name, text)
}

export function dropDraft(name: string): void {
  wx.removeStorageSync(PREFIX + name)
}
