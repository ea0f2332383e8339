// glass-easel, which is WeChat's own component framework, set up as WeChat sets it up: built-in components, behaviours by name,
// templates and sheets of the build, browser events as WeChat's events.
import * as glassEasel from 'glass-easel'
import { MiniProgramEnv } from 'glass-easel-miniprogram-adapter'
import { BUILT_IN } from '../tools/tags.mjs'
import { BUILT_IN_COMPONENTS } from './builtins'
import { world, wrong, type Loose } from './world'

const tags = new Set(BUILT_IN)

/** An <input> of a template is WeChat's, never the browser's. */
class Backend extends (glassEasel.CurrentWindowBackendContext as Loose) {
  document = {
    createElement: (tag: string) => document.createElement(tags.has(tag) ? `wx-${tag}` : tag),
    createTextNode: (text: string) => document.createTextNode(text),
    createDocumentFragment: () => document.createDocumentFragment(),
  }
}

glassEasel.globalOptions.writeExtraInfoToAttr = true
glassEasel.addGlobalErrorListener((e: unknown) => wrong(e))
// TDesign hands undefined and extra attributes around; WeChat does not mind either
glassEasel.addGlobalWarningListener((said: Loose) => !/is not a valid property|type-incompatible value/.test(String(said?.message ?? said)))
rpxInInlineStyles()

const env = new MiniProgramEnv()
const code: Loose = env.createCodeSpace('', true)
addBuiltInComponents()
const backend = env.associateBackend(listening(new Backend()))
code.addStyleSheet('app', 'app')
backend.registerStyleSheetContent('app', world.css.app!)
for (const name of world.order) {
  code.addStyleSheet(name, name, world.scope[name])
  backend.registerStyleSheetContent(name, world.css[name]!)
  code.addComponentStaticConfig(name, world.json[name])
  code.addCompiledTemplate(name, { groupList: world.templates, content: world.templates[name] })
}

/** A new page element; its component instance is what the page's code calls `this`. */
export function createPage(name: string): Loose {
  return backend.createRoot('mp-page', code, name)
}

export function putIntoDocument(component: Loose, placeholder: HTMLElement): void {
  ;(glassEasel.Element as Loose).replaceDocumentElement(component, document.body, placeholder)
}

const behaviours: Record<string, Loose> = Object.fromEntries(
  [['wx://form-field', { properties: { name: String, value: null } }], ['wx://form-field-group', {}], ['wx://form-field-button', {}], ['wx://component-export', {}]]
    .map(([name, definition]) => [name, code.behavior().definition(definition).register()]))

/**
 * Page, Component or Behavior as a script calls it. Bound to the file being loaded, not to the helper that calls it: TDesign calls
 * Component from a module shared by all of its components.
 */
export function registering(kind: 'Page' | 'Component' | 'Behavior', loading: () => string) {
  return (definition: Loose) => code.componentEnv(loading(), (e: Loose) => e[kind](withBehaviours(definition)))
}

function withBehaviours(definition: Loose): Loose {
  if (!definition?.behaviors) return definition
  return {
    ...definition,
    behaviors: definition.behaviors.map((wanted: Loose) => {
      if (typeof wanted !== 'string') return wanted
      if (!behaviours[wanted]) throw new Error(`unknown behavior ${wanted}`)
      return behaviours[wanted]
    }),
  }
}

function addBuiltInComponents(): void {
  const global: Loose = env.getGlobalCodeSpace()
  for (const [tag, built] of Object.entries(BUILT_IN_COMPONENTS)) {
    const component = global.component(`builtin/${tag}`).definition({
      properties: built.properties,
      observers: [{ fields: '**', observer(this: Loose) { if (this.begun) built.update?.(this, this._$.getBackendElement()) } }],
      lifetimes: {
        attached(this: Loose) {
          const element = this._$.getBackendElement()
          built.begin?.(this, element)
          this.begun = true
          built.update?.(this, element)
        },
        detached(this: Loose) { built.end?.(this) },
      },
    }).register()
    code.getComponentSpace().setGlobalUsingComponent(tag, component._$ ?? component)
  }
}

/** Whether a page listened to the long press that was just told. */
let heard = false

/** A finger that stays for 350 ms on one spot (developers.weixin.qq.com/miniprogram/dev/framework/view/wxml/event.html); where a page listens, no tap follows. */
export function longPresses(): void {
  const STAYS_MS = 350
  let waiting = 0
  let pressed = false
  const stop = () => clearTimeout(waiting)
  document.addEventListener('touchstart', (e) => {
    stop()
    pressed = false
    const { clientX: x = 0, clientY: y = 0 } = e.touches[0] ?? {}
    const target = e.target as Element
    waiting = window.setTimeout(() => {
      heard = false
      target.dispatchEvent(new CustomEvent('longpress', { bubbles: true, composed: true, cancelable: true, detail: { x, y } }))
      // where nobody listens, a finger that stays is a tap like any other
      if (!(pressed = heard)) return
      // the framework takes a cancelled touch for no tap
      target.dispatchEvent(new TouchEvent('touchcancel', { bubbles: true, changedTouches: [...e.changedTouches] }))
    }, STAYS_MS)
  }, { capture: true, passive: true })
  for (const over of ['touchmove', 'touchend', 'touchcancel']) document.addEventListener(over, stop, { capture: true, passive: true })
  document.addEventListener('click', (e) => { if (pressed) { e.stopPropagation(); pressed = false } }, { capture: true })
}

/** Without this no bind:tap ever fires: the framework leaves it to whoever hosts it. */
function listening(context: Loose): Loose {
  context.onEvent((target: Loose, type: string, detail: unknown, options: Loose) => {
    const browser = options.originalEvent
    heard ||= type === 'longpress'
    const event = new glassEasel.Event(type, browser instanceof CustomEvent ? browser.detail : detail, {
      ...options, extraFields: { touches: [...(browser?.touches ?? [])], changedTouches: [...(browser?.changedTouches ?? [])] },
    }) as Loose
    glassEasel.Event.dispatchEvent(target, event)
    return event.getEventBubbleStatus?.() ?? 0
  })
  return context
}

function rpxInInlineStyles(): void {
  const set = Element.prototype.setAttribute
  Element.prototype.setAttribute = function (name, value) {
    const rpx = name === 'style' && typeof value === 'string' && value.includes('rpx')
    set.call(this, name, rpx ? value.replace(/(-?\d*\.?\d+)rpx\b/g, 'calc($1 * var(--rpx))') : value)
  }
}
