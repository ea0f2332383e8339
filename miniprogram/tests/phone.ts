// A phone without a screen: the built app on jsdom, WeChat's functions answered by the test. For what the logic does; how it looks and
// what a real server says of it is tested in Chromium (tests/Browser.Tests/MiniProgram).
import { readFileSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { JSDOM, VirtualConsole } from 'jsdom'
import { ROOT } from '../tools/folders.mjs'
import { buildForWeChat } from '../tools/wechat.mjs'
import { buildForWeb } from '../tools/web.mjs'

export interface Sent { method: string; path: string; key: string | null; body: unknown }

export type Server = (sent: Sent) => { status?: number; body: unknown } | 'lost'

/** Builds a package of these files, with the app's own tools. */
export function built(source: string = ROOT): { dist: string; web: string; problems: string[] } {
  const folder = mkdtempSync(path.join(tmpdir(), 'mini-'))
  const dist = buildForWeChat(source, path.join(folder, 'app'))
  const web = path.join(folder, 'web')
  return { dist, web, problems: buildForWeb(dist, web) }
}

export class Phone {
  readonly sent: Sent[] = []
  readonly window: JSDOM['window']

  private constructor(web: string, server: Server, at: string, storage: Record<string, unknown>, before: string) {
    const dom = new JSDOM('<!doctype html><body></body>', { url: `https://phone.test/#${at}`, runScripts: 'outside-only', pretendToBeVisual: true, virtualConsole: new VirtualConsole() })
    this.window = dom.window
    for (const [key, value] of Object.entries(storage)) dom.window.localStorage.setItem(`mini:${key}`, JSON.stringify(value))
    Object.assign(dom.window, { fetch: this.#fetch(server), AbortSignal, AbortController, FormData, Blob })
    dom.window.eval(before)
    for (const file of ['app.js', 'runtime.js']) dom.window.eval(readFileSync(path.join(web, file), 'utf8'))
  }

  /** @param before A script of the phone's world that runs before the app: what its camera and position answer. */
  static open(web: string, server: Server, { at = '/pages/today/today', storage = {}, before = '' }: { at?: string; storage?: Record<string, unknown>; before?: string } = {}): Phone {
    return new Phone(web, server, at, storage, before)
  }

  get errors(): string[] { return this.window.__mini.errors }
  get calls(): string[] { return this.window.__mini.calls.map((call) => call.name) }
  /** Scripts of the phone's own world. */
  run<T>(script: string): T { return this.window.eval(script) as T }

  /** What the page in front shows. */
  get text(): string { return [...this.window.document.querySelectorAll('mp-page:not([hidden])')].map((page) => page.textContent).join('') }
  get page(): string | null { return this.window.document.querySelector('mp-page:not([hidden])')?.getAttribute('is') ?? null }

  async shows(text: string): Promise<void> { await this.until(() => this.text.includes(text), `"${text}"`) }

  async until(true_: () => boolean, what: string): Promise<void> {
    for (let i = 0; i < 500; i++) {
      if (true_()) return
      await new Promise((done) => setTimeout(done, 10))
    }
    throw new Error(`${what} did not come; ${this.page} shows: ${this.text}\nerrors: ${this.errors.join('\n')}`)
  }

  /** Writes into the box of this number. */
  write(index: number, text: string): void {
    const box = this.window.document.querySelectorAll<HTMLInputElement>('mp-page:not([hidden]) .typed')[index]!
    box.value = text
    box.dispatchEvent(new this.window.Event('input', { bubbles: true }))
  }

  tap(text: string): void {
    const all = [...this.window.document.querySelectorAll<HTMLElement>('mp-page:not([hidden]) *')].filter((e) => e.textContent?.trim() === text)
    const found = all.find((e) => e.tagName === 'WX-BUTTON') ?? all[all.length - 1]
    if (!found) throw new Error(`nothing says "${text}"; ${this.page} shows: ${this.text}`)
    // as a finger does it: the framework makes its tap of these
    for (const name of ['touchstart', 'touchend']) found.dispatchEvent(Object.assign(new this.window.Event(name, { bubbles: true }), { touches: [], changedTouches: [{ identifier: 0, clientX: 1, clientY: 1, pageX: 1, pageY: 1 }] }))
    found.dispatchEvent(new this.window.MouseEvent('click', { bubbles: true, clientX: 1, clientY: 1 }))
  }

  #fetch(server: Server) {
    return async (url: string, init: { method?: string; headers?: Record<string, string>; body?: unknown }) => {
      const sent = {
        method: init.method ?? 'GET', path: new URL(url).pathname.replace('/api/miniprogram', '') + new URL(url).search, key: init.headers?.['idempotency-key'] ?? null,
        body: typeof init.body === 'string' ? JSON.parse(init.body) : null,
      }
      this.sent.push(sent)
      const answer = server(sent)
      if (answer === 'lost') throw new TypeError('network')
      return { status: answer.status ?? 200, headers: new Headers(), text: async () => JSON.stringify(answer.body) }
    }
  }
}
