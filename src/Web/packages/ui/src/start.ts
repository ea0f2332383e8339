import { createApp, type Component } from 'vue'
import type { Router } from 'vue-router'
import { announce, greetPhone } from '@wechatservice/wechat'
import type { Inbox } from './inbox.ts'
import { setTypeSize, startTypeSize, wishTypeSize } from './typeSize.ts'
import './styles.ts'

/** Starts one phone app: type size, the phone's manners, the title of every page, and what its messages lead to. */
export function start(app: Component, router: Router, inbox?: Inbox) {
  startTypeSize()
  greetPhone(manners => {
    if (manners.type) setTypeSize(manners.type, false)
    if (manners.safeBottom !== undefined) document.documentElement.style.setProperty('--ws-safe', `${manners.safeBottom}px`)
  })
  // WeChat's own type size would grow the text twice: switch its zoom off, take the wish as our large type (2 is WeChat's usual size)
  document.addEventListener('WeixinJSBridgeReady', () => {
    const bridge = (window as unknown as { WeixinJSBridge: { invoke(m: string, a: object): void; on(e: string, f: (said?: { fontSize?: number | string }) => void): void } }).WeixinJSBridge
    const keep = () => bridge.invoke('setFontSizeCallback', { fontSize: 0 })
    keep()
    bridge.on('menu:setfont', said => {
      keep()
      if (Number(said?.fontSize) > 0) wishTypeSize(Number(said?.fontSize) > 2 ? 'large' : 'normal')
    })
  })
  router.afterEach(to => announce(String(to.meta.title ?? document.title)))
  // A message read in WeChat's chat is read here too. The page itself asks first: it is what somebody waits for
  router.afterEach(to => {
    if (inbox && to.meta.told) setTimeout(() => void inbox.opened(router.options.history.base + to.path), 800)
  })
  createApp(app).use(router).mount('#app')
}
