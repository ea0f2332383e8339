// The page stack with its life cycle and the title bar over it.
import { createPage, putIntoDocument } from './framework'
import { bring, bringAhead, packageOf } from './packages'
import { world, wrong, type Loose } from './world'

const DEEPEST = 10 // WeChat's own limit

interface Page { path: string; root: Loose; caller: Loose; element: HTMLElement }

const stack: Page[] = []
const bar = document.createElement('div')
bar.id = 'mp-nav'
bar.style.background = world.app.window?.navigationBarBackgroundColor ?? '#fff'
document.body.append(bar)
bar.addEventListener('click', (e) => (e.target as HTMLElement).className === 'back' && pages.back(1))

export const pages = {
  all: () => stack.map((page) => page.caller),
  top: () => stack[stack.length - 1],

  push(url: string): void {
    const [path, query] = parsed(url)
    if (stack.length >= DEEPEST) throw new Error('webview count limit exceed')
    const below = pages.top()
    if (below) hide(below)
    open(path, query)
  },

  replace(url: string): void {
    const [path, query] = parsed(url)
    close()
    open(path, query)
  },

  startAgain(url: string): void {
    const [path, query] = parsed(url)
    while (stack.length) close()
    open(path, query)
  },

  back(count: number): void {
    if (stack.length < 2) throw new Error('cannot navigate back at first page')
    while (count-- > 0 && stack.length > 1) close()
    show(pages.top()!)
  },

  /** The app leaves the screen, or comes back. */
  visible(now: boolean): void { if (pages.top()) (now ? show : hide)(pages.top()!) },

  /** As a finger does it, where the page allows it. */
  pulledDown(): void {
    const page = pages.top()!
    if (!world.json[page.path]?.enablePullDownRefresh) throw new Error('enablePullDownRefresh is not set in the page\'s json')
    call(page, 'onPullDownRefresh')
  },

  /** To where the element stands, moved by so many pixels. */
  scrollTo(selector: string, by: number): void {
    const page = pages.top()!.element, found = page.querySelector(selector)
    if (!found) throw new Error('selector not found')
    page.scrollTop += found.getBoundingClientRect().top - page.getBoundingClientRect().top + by
  },

  title(text: string): void {
    bar.replaceChildren(...(stack.length > 1 ? [Object.assign(document.createElement('button'), { className: 'back', textContent: '‹', ariaLabel: '返回' })] : []),
      Object.assign(document.createElement('span'), { textContent: text }))
    document.title = text
  },
}

function parsed(url: string): [string, Record<string, string>] {
  const [ref, query = ''] = url.split('?') as [string, string?]
  const path = new URL(ref, `http://app/${pages.top()?.path ?? ''}`).pathname.slice(1)
  if (!world.pages.includes(path)) throw new Error(`page "${path}" is not found`)
  bring(packageOf(path))
  // WeChat does not decode what a page gets
  return [path, Object.fromEntries(query.split('&').filter(Boolean).map((pair) => pair.split('=') as [string, string]))]
}

function open(path: string, query: Record<string, string>): void {
  const root = createPage(path)
  const component = root.getComponent()
  const element: HTMLElement = component.getBackendElement()
  element.setAttribute('is', path)
  const page = { path, root, caller: Object.assign(root.get(), { route: path, options: query }), element }
  const placeholder = document.body.appendChild(document.createElement('div'))
  stack.push(page)
  putIntoDocument(component, placeholder)
  call(page, 'onLoad', query)
  // a page may have sent the person elsewhere while it was loading
  if (pages.top() !== page) return
  show(page)
  requestAnimationFrame(() => {
    component.triggerLifetime('ready', [])
    call(page, 'onReady')
  })
}

function close(): void {
  const page = stack.pop()!
  call(page, 'onUnload')
  page.root.release()
  page.element.remove()
}

function show(page: Page): void {
  page.element.hidden = false
  page.root.getComponent().triggerPageLifetime?.('show', [])
  call(page, 'onShow')
  bringAhead(page.path)
  pages.title(world.json[page.path]?.navigationBarTitleText ?? world.app.window?.navigationBarTitleText ?? '')
}

function hide(page: Page): void {
  page.element.hidden = true
  page.root.getComponent().triggerPageLifetime?.('hide', [])
  call(page, 'onHide')
}

function call(page: Page, name: string, ...args: unknown[]): void {
  try {
    const done = page.caller[name]?.apply(page.caller, args)
    done?.catch?.((e: unknown) => wrong(e))
  } catch (e) {
    wrong(e)
  }
}
