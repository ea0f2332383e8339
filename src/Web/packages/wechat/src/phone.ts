import { PhoneRefusal, type PhoneWay } from './index.ts'
import { VOICE, type Signer } from './jssdk.ts'

/**
 * The sandbox's phone holds the page in a frame and answers by postMessage what WeChat's JS-SDK would:
 * { type: 'wx', id, method, args } → { type: 'wx-result', id, result | error }.
 */
let next = 1

export function call<T>(inside: Window, method: string, args: unknown, timeoutMs: number): Promise<T> {
  const id = next++
  return new Promise<T>((done, fail) => {
    const timer = setTimeout(() => finish(() => fail(new PhoneRefusal('手机没有回应', '再点一次试试。'))), timeoutMs)
    const listen = (e: MessageEvent) => {
      if (e.source !== inside.parent || e.data?.type !== 'wx-result' || e.data.id !== id) return
      finish(() => e.data.error ? fail(refusal(method, e.data.error)) : done(e.data.result as T))
    }
    const finish = (then: () => void) => { clearTimeout(timer); inside.removeEventListener('message', listen); then() }
    inside.addEventListener('message', listen)
    inside.parent.postMessage({ type: 'wx', id, method, args }, '*')
  })
}

export function refusal(method: string, error: unknown): PhoneRefusal {
  const why = String((error as { errMsg?: string })?.errMsg ?? error)
  if (method === 'startRecord' && /deny|denied|permission/i.test(why)) return new PhoneRefusal('没有话筒权限', '请在微信里打开话筒权限，或者直接打字。')
  if (/cancel/i.test(why)) return new PhoneRefusal('没有拍', '照片没有发出去。可以再拍一张。')
  if (method === 'startRecord' || method === 'stopRecord' || method === 'translateVoice') return new PhoneRefusal('没听清', '按住话筒靠近一点再说一次，或者直接打字。')
  if (method === 'chooseImage') return new PhoneRefusal('没有相机权限', '拍一张只为核对本人，只比对，不外传。请在微信里打开相机权限。')
  if (method === 'getLocation') return new PhoneRefusal('没有定位权限', '要知道您在不在现场。请在微信里打开位置权限，再试一次。')
  return new PhoneRefusal('没扫出来', '把码放进取景框，离近一点。')
}

export function phoneWay(inside: Window, sign?: Signer): PhoneWay {
  let configured: Promise<void> | undefined
  // as in WeChat: what was not asked for with a valid signature is refused
  const config = (signer: Signer) => configured ??= (async () => {
    const url = location.href.split('#')[0]!
    await call(inside, 'config', { ...await signer(url), url, jsApiList: VOICE }, 15_000)
  })().catch(e => { configured = undefined; throw e })
  return {
    voice: sign && {
      async start() { await config(sign); await call(inside, 'startRecord', {}, 15_000) },
      async stop() {
        const { localId } = await call<{ localId: string }>(inside, 'stopRecord', {}, 15_000)
        return (await call<{ translateResult?: string }>(inside, 'translateVoice', { localId, isShowProgressTips: 1 }, 30_000)).translateResult ?? ''
      },
    },
    async takePhoto(camera) {
      const { dataUrl } = await call<{ dataUrl: string }>(inside, 'chooseImage', { count: 1, sourceType: ['camera'], camera }, 120_000)
      return { dataUrl, takenAt: new Date().toISOString() }
    },
    async choosePhotos() {
      const { dataUrl } = await call<{ dataUrl: string }>(inside, 'chooseImage', { count: 1, sourceType: ['camera', 'album'], camera: 'back' }, 120_000)
      return [{ dataUrl, takenAt: new Date().toISOString() }]
    },
    async locate() {
      const p = await call<{ latitude: number; longitude: number; accuracy: number }>(inside, 'getLocation', { type: 'gcj02' }, 15_000)
      return { latitude: p.latitude, longitude: p.longitude, accuracyMetres: p.accuracy ?? null, system: 'Gcj02' }
    },
    async scan() {
      return (await call<{ resultStr: string }>(inside, 'scanQRCode', { needResult: 1 }, 120_000)).resultStr
    },
    close() {
      inside.parent.postMessage({ type: 'wx', id: 0, method: 'closeWindow', args: {} }, '*')
      return true
    },
  }
}

/** True when the router came here from another of our pages, so that one step back stays inside. */
const hasBack = () => Boolean((window.history.state as { back?: string | null } | null)?.back)

/** Tells the phone which title its bar shall show; a frame of another origin cannot read it. */
export function announce(title: string) {
  document.title = title
  if (window.parent !== window) window.parent.postMessage({ type: 'wx-page', title, path: location.pathname + location.search, canGoBack: hasBack() }, '*')
}

export interface PhoneManners { type?: 'normal' | 'large'; safeBottom?: number }

/** Asks once how large the type is and how much the home indicator covers; later changes come as 'wx-event'. A phone that does not know the question stays silent. */
export function greetPhone(listen: (manners: PhoneManners) => void) {
  if (window.parent === window) return
  window.addEventListener('message', e => {
    if (e.source !== window.parent || e.data?.type !== 'wx-event') return
    if (e.data.name === 'manners') listen(e.data.value as PhoneManners)
    if (e.data.name === 'back') {
      if (hasBack()) window.history.back()
      else phoneWay(window).close()
    }
  })
  call<PhoneManners>(window, 'ready', {}, 2_000).then(listen, () => { /* an older phone: normal type, nothing covered */ })
}
