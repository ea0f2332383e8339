// `wx` on top of a browser, strict: a function that is not here throws and is noted among the errors, so that no page can lean on
// something nobody thought about. Behaviour after developers.weixin.qq.com/miniprogram/dev/api/, one section each.
import { cameraFrames, startRecord, stopRecord, takePhoto } from './camera'
import { files, fileSystem, userFolder } from './files'
import { pages } from './pages'
import { hooks, world, wrong, type Loose } from './world'

type Options = Loose
const STORE = 'mini:'

export function makeWx(): Loose {
  return new Proxy(all, {
    get(target, name) {
      if (typeof name === 'symbol' || name in target) return target[name as string]
      // TDesign looks whether these exist and does without them
      if (['worklet', 'cloud', 'onAppShow', 'offAppShow'].includes(name)) return undefined
      const e = new Error(`wx.${name} is not in web/wx.ts`)
      wrong(e)
      throw e
    },
  })
}

/** Callbacks when one is given, else a promise; `errMsg` in both, as the real ones do it. */
function api(name: string, act: (options: Options) => unknown) {
  return (options: Options = {}) => {
    hooks.calls.push({ name, options })
    const done = Promise.resolve().then(() => act(options)).then(
      (answer) => ({ errMsg: `${name}:ok`, ...(answer as object) }),
      (e: Error) => { throw Object.assign(new Error(`${name}:fail ${e.message}`), { errMsg: `${name}:fail ${e.message}` }) })
    if (!options.success && !options.fail && !options.complete) return done
    done.then((answer) => { options.success?.(answer); options.complete?.(answer) }, (e) => { options.fail?.(e); options.complete?.(e) }).catch(wrong)
    return undefined
  }
}

/** request and uploadFile give a task that can be ended. */
function task(name: string, act: (options: Options, signal: AbortSignal) => Promise<unknown>) {
  return (options: Options) => {
    const ending = new AbortController()
    const done = api(name, (o) => act(o, AbortSignal.any([ending.signal, AbortSignal.timeout(o.timeout ?? 60_000)])))(options)
    return Object.assign(done ?? {}, { abort: () => ending.abort(), onProgressUpdate() {}, onHeadersReceived() {} })
  }
}

/** The server of the test is the one that served this page. */
const here = (url: string) => url.replace(/^https:\/\/[^/]+/, location.origin)

async function request(o: Options, signal: AbortSignal) {
  const method = (o.method ?? 'GET').toUpperCase()
  const withQuery = method === 'GET' && o.data ? `${o.url}${o.url.includes('?') ? '&' : '?'}${new URLSearchParams(o.data)}` : o.url
  const body = method === 'GET' || o.data === undefined ? undefined : typeof o.data === 'string' ? o.data : JSON.stringify(o.data)
  const answer = await fetch(here(withQuery), { method, headers: { 'content-type': 'application/json', ...o.header }, body, signal, credentials: 'omit' })
  const text = await answer.text()
  return { data: asJson(text), statusCode: answer.status, header: Object.fromEntries(answer.headers) }
}

async function uploadFile(o: Options, signal: AbortSignal) {
  const blob = files.blob(o.filePath)
  if (!blob) throw new Error('file not found')
  const form = new FormData()
  for (const [name, value] of Object.entries(o.formData ?? {})) form.append(name, String(value))
  form.append(o.name, blob, o.filePath.split('/').pop())
  const answer = await fetch(here(o.url), { method: 'POST', headers: o.header, body: form, signal, credentials: 'omit' })
  return { data: await answer.text(), statusCode: answer.status }
}

async function downloadFile(o: Options, signal: AbortSignal) {
  const answer = await fetch(here(o.url), { headers: o.header, signal, credentials: 'omit' })
  const blob = await answer.blob()
  const tempFilePath = files.put(blob, 'file')
  if (!answer.ok) files.putText(tempFilePath, await blob.text())
  return { tempFilePath, statusCode: answer.status }
}

/** WeChat's reader over everything; only what is a PDF opens. */
async function openDocument(o: Options) {
  const blob = files.blob(o.filePath)
  if (!blob) throw new Error('file doesn\'t exist')
  if (o.fileType !== 'pdf' || !(await blob.slice(0, 5).text()).startsWith('%PDF-')) throw new Error('filetype not supported')
  const over = document.body.appendChild(Object.assign(document.createElement('div'), { className: 'mp-document' }))
  const back = over.appendChild(Object.assign(document.createElement('button'), { textContent: '‹', ariaLabel: '返回' }))
  back.onclick = () => over.remove()
  if (navigator.pdfViewerEnabled) over.appendChild(document.createElement('iframe')).src = files.url(o.filePath)
  else over.append(`PDF，${Math.ceil(blob.size / 1024)} KB`)
}

function asJson(text: string): unknown {
  try { return JSON.parse(text) } catch { return text }
}

function getLocation(o: Options) {
  if (!world.app.requiredPrivateInfos?.includes('getLocation')) throw new Error('the api need to be declared in the requiredPrivateInfos field in app.json')
  if (!world.app.permission?.['scope.userLocation']) throw new Error('permission scope.userLocation is not declared')
  // A browser gives WGS-84 and nothing else
  if ((o.type ?? 'wgs84') !== 'wgs84') throw new Error(`type ${o.type} is not in web/wx.ts`)
  return new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(
    ({ coords }) => resolve({ latitude: coords.latitude, longitude: coords.longitude, accuracy: coords.accuracy, horizontalAccuracy: coords.accuracy }),
    (e) => reject(new Error(e.code === e.PERMISSION_DENIED ? 'auth deny' : e.message)), { enableHighAccuracy: true, timeout: 10_000 }))
}

/** An image of a canvas takes paths of the phone. */
function createImage() {
  const image = new Image()
  const source = Object.getOwnPropertyDescriptor(HTMLImageElement.prototype, 'src')!
  return Object.defineProperty(image, 'src', { set: (path: string) => source.set!.call(image, files.url(path)), get: () => source.get!.call(image) })
}

function showModal(o: Options): Promise<unknown> {
  return new Promise((resolve) => {
    const over = document.body.appendChild(Object.assign(document.createElement('div'), { className: 'mp-modal' }))
    const make = (tag: string, text: string) => Object.assign(document.createElement(tag), { textContent: text })
    const buttons = [...(o.showCancel === false ? [] : [['cancel', o.cancelText ?? '取消']]), ['confirm', o.confirmText ?? '确定']].map(([which, text]) => {
      const button = make('button', text!)
      button.onclick = () => { over.remove(); resolve({ confirm: which === 'confirm', cancel: which === 'cancel' }) }
      return button
    })
    const foot = document.createElement('footer')
    foot.append(...buttons)
    const box = document.createElement('div')
    box.append(make('h4', o.title ?? ''), make('p', o.content ?? ''), foot)
    over.append(box)
  })
}

/** Answers each template; only out of a tap, and three at most (developers.weixin.qq.com/miniprogram/dev/api/open-api/subscribe-message/). */
async function requestSubscribeMessage(o: Options) {
  const ids: string[] = o.tmplIds ?? []
  if (!ids.length) throw new Error("TmplIds can't be empty")
  if (ids.length > 3) throw new Error('Templates count out of max bounds')
  if (navigator.userActivation && !navigator.userActivation.isActive) throw new Error('can only be invoked by user TAP gesture')
  const { confirm } = await showModal({ title: '允许发送以下消息吗', content: `一次性订阅消息 ${ids.length} 种`, confirmText: '允许' }) as { confirm: boolean }
  if (confirm) await hooks.subscribed(ids)
  return Object.fromEntries(ids.map((id) => [id, confirm ? 'accept' : 'reject']))
}

const windowInfo = () => ({
  windowWidth: innerWidth, windowHeight: innerHeight - 44, screenWidth: innerWidth, screenHeight: innerHeight, pixelRatio: devicePixelRatio, statusBarHeight: 0,
  safeArea: { top: 0, bottom: innerHeight, left: 0, right: innerWidth, width: innerWidth, height: innerHeight },
})
const baseInfo = () => ({ SDKVersion: '3.8.12', version: '8.0.60', language: 'zh_CN', theme: 'light', fontSizeSetting: hooks.fontSize, host: { env: 'WeChat' } })
const deviceInfo = () => ({ platform: 'android', system: 'Android 14', brand: 'test', model: 'test' })
const stored = (key: string) => localStorage.getItem(STORE + key)

const all: Record<string, Loose> = {
  // sign-in
  login: api('login', async () => ({ code: await hooks.loginCode() })),
  // network
  request: task('request', request),
  uploadFile: task('uploadFile', uploadFile),
  downloadFile: task('downloadFile', downloadFile),
  openDocument: api('openDocument', openDocument),
  // storage: '' for what is not there
  getStorageSync: (key: string) => (stored(key) === null ? '' : asJson(stored(key)!)),
  setStorageSync: (key: string, value: unknown) => localStorage.setItem(STORE + key, JSON.stringify(value)),
  removeStorageSync: (key: string) => localStorage.removeItem(STORE + key),
  getFileSystemManager: () => fileSystem,
  env: { USER_DATA_PATH: userFolder },
  onNetworkStatusChange(listener: (now: Loose) => void) {
    for (const [event, isConnected] of [['online', true], ['offline', false]] as const) addEventListener(event, () => listener({ isConnected, networkType: isConnected ? 'wifi' : 'none' }))
  },
  // place and camera
  getLocation: api('getLocation', getLocation),
  createCameraContext: () => ({ takePhoto: api('takePhoto', takePhoto), startRecord: api('startRecord', startRecord), stopRecord: api('stopRecord', stopRecord), onCameraFrame: cameraFrames }),
  openLocation: api('openLocation', ({ latitude, longitude }) => {
    if (!Number.isFinite(latitude) || !Number.isFinite(longitude)) throw new Error('invalid latitude or longitude')
    return {}
  }),
  getNetworkType: api('getNetworkType', () => ({ networkType: navigator.onLine ? 'wifi' : 'none' })),
  getImageInfo: api('getImageInfo', async (o) => {
    const image = new Image()
    image.src = files.url(o.src)
    await image.decode()
    return { width: image.naturalWidth, height: image.naturalHeight, path: o.src }
  }),
  createOffscreenCanvas: ({ width, height }: Options) => Object.assign(document.createElement('canvas'), { width, height, createImage }),
  openSetting: api('openSetting', () => ({ authSetting: hooks.settings })),
  vibrateShort: api('vibrateShort', () => ({})),
  // pages
  navigateTo: api('navigateTo', (o) => pages.push(o.url)),
  redirectTo: api('redirectTo', (o) => pages.replace(o.url)),
  reLaunch: api('reLaunch', (o) => pages.startAgain(o.url)),
  navigateBack: api('navigateBack', (o) => pages.back(o.delta ?? 1)),
  pageScrollTo: api('pageScrollTo', (o) => pages.scrollTo(o.selector, o.offsetTop ?? 0)),
  setNavigationBarTitle: api('setNavigationBarTitle', (o) => pages.title(o.title)),
  startPullDownRefresh: api('startPullDownRefresh', () => pages.pulledDown()),
  stopPullDownRefresh: api('stopPullDownRefresh', () => ({})),
  showModal: api('showModal', showModal),
  requestSubscribeMessage: api('requestSubscribeMessage', requestSubscribeMessage),
  // what TDesign and the app ask about the phone
  getSystemInfoSync: () => ({ ...windowInfo(), ...baseInfo(), ...deviceInfo() }),
  getWindowInfo: windowInfo,
  getAppBaseInfo: baseInfo,
  getDeviceInfo: deviceInfo,
  getMenuButtonBoundingClientRect: () => ({ width: 87, height: 32, top: 6, bottom: 38, left: innerWidth - 94, right: innerWidth - 7 }),
  getAccountInfoSync: () => ({ miniProgram: { appId: 'wx0000000000000000', envVersion: 'develop', version: '' } }),
  canIUse: () => true,
  nextTick: (then: () => void) => void Promise.resolve().then(then),
  createSelectorQuery: () => pages.top()!.caller.createSelectorQuery(),
  createIntersectionObserver: (component: Loose, options: Loose) => component.createIntersectionObserver(options),
  onWindowResize() {},
  offWindowResize() {},
}
