// What the build hands to the runtime, and what a test may set and read.

/** The framework's own types end where a mini program's pages begin; what crosses that border is this. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Loose = any

export interface World {
  app: { requiredPrivateInfos?: string[]; permission?: Record<string, unknown>; preloadRule?: Record<string, { packages: string[] }>; window?: { navigationBarTitleText?: string; navigationBarBackgroundColor?: string } }
  pages: string[]
  packages: { root: string; name?: string }[]
  /** Components and pages, deepest first. */
  order: string[]
  json: Record<string, { navigationBarTitleText?: string } & Record<string, unknown>>
  css: Record<string, string>
  scope: Record<string, string | undefined>
  templates: Record<string, Loose>
  scripts: Record<string, (...args: Loose[]) => void>
}

export interface Hooks {
  /** Everything that went wrong. A test that ends with something here has failed. */
  errors: string[]
  /** Every wx function that was called, in order. */
  calls: { name: string; options: Loose }[]
  /** What wx.login answers. */
  loginCode: () => string | Promise<string>
  /** WeChat itself notes which messages the person accepted. */
  subscribed: (templateIds: string[]) => void | Promise<void>
  /** What the phone-number button gives; null: the person refuses. */
  phoneCode: () => string | null | Promise<string | null>
  /** What the person grants at WeChat's settings page. */
  settings: Record<string, boolean>
  /** WeChat's letter size; 16 is the middle. */
  fontSize: number
  ready: boolean
}

declare global {
  interface Window { __world: World; __mini: Hooks }
}

export const world = window.__world

/** A test may have set some of them before the page was loaded. */
export const hooks: Hooks = window.__mini = {
  errors: [], calls: [], loginCode: () => 'a code that no server knows', subscribed: () => {}, phoneCode: () => null, settings: {}, fontSize: 16, ready: false, ...(window.__mini as Partial<Hooks> | undefined),
}

export function wrong(what: unknown): void {
  hooks.errors.push(what instanceof Error ? String(what.stack ?? what) : typeof what === 'string' ? what : JSON.stringify(what))
  console.error(what)
}
