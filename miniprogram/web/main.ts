// Boots the app in a browser: wx, then the scripts, then the first page.
import { longPresses, registering } from './framework'
import { pages } from './pages'
import { mustReach } from './packages'
import { makeWx } from './wx'
import { hooks, world, wrong, type Loose } from './world'

let app: Loose
let loading = ''
const loaded = new Map<string, { exports: Loose }>()
const forScripts = (['Page', 'Component', 'Behavior'] as const).map((kind) => registering(kind, () => loading))

addEventListener('error', (e) => wrong(e.error ?? e.message))
addEventListener('unhandledrejection', (e) => wrong(e.reason))
Object.assign(window, { wx: makeWx(), getApp: () => app, getCurrentPages: pages.all })

longPresses()
load('app')
world.order.forEach(load)
app?.onLaunch?.({ path: world.pages[0], query: {}, scene: 1001 })
app?.onShow?.({})
document.addEventListener('visibilitychange', () => pages.visible(!document.hidden))
pages.startAgain(location.hash.slice(1) || `/${world.pages[0]}`)
hooks.ready = true

/** Each script is a CommonJS module, as in WeChat. */
function load(id: string): Loose {
  const known = loaded.get(id)
  if (known) return known.exports
  const module = { exports: {} as Loose }
  loaded.set(id, module)
  const before = loading
  if (world.json[id]) loading = id
  try {
    world.scripts[id]!(module, module.exports, (ref: string) => load(find(ref, id)), (options: Loose) => { app = options }, ...forScripts)
  } finally {
    loading = before
  }
  return module.exports
}

function reached(id: string, from: string): string {
  mustReach(id, from)
  return id
}

function find(ref: string, from: string): string {
  const folders = from.split('/').slice(0, -1)
  const places = /^[./]/.test(ref)
    ? [ref.startsWith('/') ? ref : `/${folders.join('/')}/${ref}`]
    : folders.map((_, depth) => `/${folders.slice(0, folders.length - depth).join('/')}/miniprogram_npm/${ref}`).concat(`/miniprogram_npm/${ref}`)
  for (const place of places.map((p) => new URL(p, 'http://app').pathname.slice(1).replace(/\.js$/, ''))) {
    for (const id of [place, `${place}/index`]) if (world.scripts[id]) return reached(id, from)
  }
  throw new Error(`module '${ref}' is not defined, required from '${from}'`)
}
