// Moving between pages.
export function open(url: string): void { void wx.navigateTo({ url }) }
export function replaceBy(url: string): void { void wx.redirectTo({ url }) }
export function startAgain(url: string): void { void wx.reLaunch({ url }) }
export function back(): void { void wx.navigateBack({}) }
/** What the person pulled down for has come. */
export function pulled(): void { void wx.stopPullDownRefresh() }
export function setTitle(title: string): void { void wx.setNavigationBarTitle({ title }) }

/** Scrolls until it is seen; where no such thing is shown, nothing happens. */
export function bringIntoView(selector: string): void { wx.pageScrollTo({ selector, offsetTop: -160, duration: 200, fail: () => undefined }) }

/** A question whose buttons are verbs; true for the one that acts. */
export async function confirm(title: string, content: string, verb: string, refusal: string): Promise<boolean> {
  return (await wx.showModal({ title, content, confirmText: verb, cancelText: refusal })).confirm
}
