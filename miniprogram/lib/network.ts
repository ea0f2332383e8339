// Whether the phone believes to have a network; what counts is whether a request comes through.
const waiting = new Set<() => void>()
let listening = false

/** Now. */
export async function connected(): Promise<boolean> {
  return (await wx.getNetworkType()).networkType !== 'none'
}

/** Calls whenever a network comes back. */
export function whenBack(act: () => void): void {
  waiting.add(act)
  if (listening) return
  listening = true
  wx.onNetworkStatusChange(({ isConnected }) => { if (isConnected) waiting.forEach((each) => each()) })
}
