import { PhoneRefusal, type PhoneWay } from './index.ts'
import { refusal } from './phone.ts'

/** GET /api/{door}/js-sdk?url= */
export interface Signature { appId: string; timestamp: number | string; nonceStr: string; signature: string }
export type Signer = (pageUrl: string) => Promise<Signature>

interface Wx {
  config(o: object): void
  ready(f: () => void): void
  error(f: (e: unknown) => void): void
  chooseImage(o: object): void
  getLocalImgData(o: object): void
  getLocation(o: object): void
  scanQRCode(o: object): void
  startRecord(o: object): void
  stopRecord(o: object): void
  translateVoice(o: object): void
  closeWindow(): void
}

const SCRIPT = 'https://res.wx.qq.com/open/js/jweixin-1.6.0.js'
/** Speech to text; iOS and Android stop by themselves after a minute. */
export const VOICE = ['startRecord', 'stopRecord', 'translateVoice']
const APIS = ['chooseImage', 'getLocalImgData', 'getLocation', 'scanQRCode', ...VOICE, 'closeWindow']
// iOS keeps the address of the first page for signatures, whatever the router shows later
const entry = globalThis.location?.href.split('#')[0] ?? ''

export function wechatWay(sign: Signer): PhoneWay {
  let ready: Promise<Wx> | undefined
  const wx = () => ready ??= start(sign).catch(e => { ready = undefined; throw e })
  const ask = async <T>(method: Exclude<keyof Wx, 'config' | 'ready' | 'error' | 'closeWindow'>, args: object) => {
    const sdk = await wx()
    return new Promise<T>((done, fail) => sdk[method]({
      ...args, success: done, cancel: () => fail(refusal(method, 'cancel')), fail: (e: unknown) => fail(refusal(method, e)),
    }))
  }
  const picture = async (localId: string) => {
    const { localData } = await ask<{ localData: string }>('getLocalImgData', { localId })
    // Android answers bare base64, iOS a data URL that says jgp
    const bare = localData.replace(/^data:image\/\w+;base64,/, '').replace(/\s/g, '')
    return { dataUrl: `data:image/jpeg;base64,${bare}`, takenAt: new Date().toISOString() }
  }
  return {
    async takePhoto() {
      const { localIds } = await ask<{ localIds: string[] }>('chooseImage', { count: 1, sizeType: ['compressed'], sourceType: ['camera'] })
      return picture(localIds[0]!)
    },
    async choosePhotos(most) {
      const { localIds } = await ask<{ localIds: string[] }>('chooseImage', { count: most, sizeType: ['compressed'], sourceType: ['camera', 'album'] })
      const taken = []
      // one after the other: iOS answers only the last of several questions at once
      for (const id of localIds) taken.push(await picture(id))
      return taken
    },
    voice: {
      async start() { await ask('startRecord', {}) },
      async stop() {
        const { localId } = await ask<{ localId: string }>('stopRecord', {})
        return (await ask<{ translateResult?: string }>('translateVoice', { localId, isShowProgressTips: 1 })).translateResult ?? ''
      },
    },
    async locate() {
      const p = await ask<{ latitude: number | string; longitude: number | string; accuracy: number | string }>('getLocation', { type: 'gcj02' })
      return { latitude: Number(p.latitude), longitude: Number(p.longitude), accuracyMetres: Number(p.accuracy), system: 'Gcj02' }
    },
    async scan() { return (await ask<{ resultStr: string }>('scanQRCode', { needResult: 1 })).resultStr },
    close() { void wx().then(sdk => sdk.closeWindow(), () => undefined); return true },
  }
}

async function start(sign: Signer): Promise<Wx> {
  const [sdk, signature] = await Promise.all([script(), sign(/iPhone|iPad/i.test(navigator.userAgent) ? entry : location.href.split('#')[0]!)])
  return new Promise((done, fail) => {
    sdk.ready(() => done(sdk))
    sdk.error(() => fail(new PhoneRefusal('微信没有放行', '请关上这一页，从公众号菜单重新打开。')))
    sdk.config({ debug: false, ...signature, jsApiList: APIS })
  })
}

function script(): Promise<Wx> {
  const there = () => (window as unknown as { wx?: Wx }).wx
  const now = there()
  if (now?.config) return Promise.resolve(now)
  return new Promise((done, fail) => {
    const tag = document.createElement('script')
    tag.src = SCRIPT
    tag.onload = () => done(there()!)
    tag.onerror = () => fail(new PhoneRefusal('没连上微信', '请检查网络，再试一次。'))
    document.head.append(tag)
  })
}
