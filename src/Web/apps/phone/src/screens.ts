import { computed, reactive } from 'vue'
import type { AccountName } from './sandbox.ts'
import { world } from './world.ts'

/** What lies on the phone's screen: one of the four tabs, and screens pushed on top of it. */
export type Tab = 'chats' | 'contacts' | 'discover' | 'me'
export type Screen =
  | { at: 'conversation'; account: AccountName }
  | { at: 'account'; account: AccountName }
  | { at: 'browser'; id: number; src: string; path: string }
  | { at: 'miniprogram'; id: number; page: string; scene?: string }
  | { at: 'note'; title: string; text: string }

export const phone = reactive({
  tab: 'chats' as Tab,
  stack: [] as Screen[],
  /** the scanner, opened by the person or by a page; `done` gets what the code says, undefined when it was closed */
  scanner: null as { done: (content: string | undefined) => void; byPage: boolean } | null,
  camera: null as { front: boolean; done: (dataUrl: string | undefined) => void } | null,
  toast: '',
  /** who has opened the mini program: WeChat lists it from then on */
  miniUsers: [] as string[],
  /** paths of H5 pages this phone has shown, newest last */
  visited: [] as { person: string; path: string; at: number }[],
})

export const top = computed(() => phone.stack.at(-1))

export function show(screen: Screen) { phone.stack.push(screen) }
export function back() {
  phone.camera?.done(undefined)
  phone.scanner?.done(undefined)
  phone.stack.pop()
}
export function home(tab: Tab = 'chats') {
  phone.camera?.done(undefined)
  phone.scanner?.done(undefined)
  phone.stack = []
  phone.tab = tab
}

let next = 1
/** WeChat's browser. Pages of the two service accounts go through the OAuth redirect, so that they meet the person who holds the phone. */
export function browse(url: string) {
  show({ at: 'browser', id: next++, src: entrance(url), path: url })
}

/** The mini program, from a message, a menu, a code or the list of chats. */
export function openMiniProgram(page: string, scene?: string) {
  phone.miniUsers.push(world.key)
  show({ at: 'miniprogram', id: next++, page, scene })
}

export function entrance(url: string): string {
  const to = new URL(url, world.host ?? location.origin)
  const door = /^\/(agency|owner)(\/|$)/.exec(to.pathname)?.[1]
  return world.host && to.origin === new URL(world.host).origin && door
    ? `${to.origin}/wechat/${door}/oauth/start?return=${encodeURIComponent(to.pathname + to.search)}`
    : to.href
}

let timer = 0
export function toast(text: string) {
  phone.toast = text
  clearTimeout(timer)
  timer = window.setTimeout(() => { phone.toast = '' }, 2600)
}

/** Opens the scanner; the content of the code, or undefined when it was closed. */
export function scan(byPage: boolean): Promise<string | undefined> {
  phone.scanner?.done(undefined)
  return new Promise(done => {
    phone.scanner = { byPage, done: content => { phone.scanner = null; done(content) } }
  })
}

export function photograph(front: boolean): Promise<string | undefined> {
  phone.camera?.done(undefined)
  return new Promise(done => {
    phone.camera = { front, done: dataUrl => { phone.camera = null; done(dataUrl) } }
  })
}
