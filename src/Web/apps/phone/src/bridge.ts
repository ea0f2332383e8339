import { manners, me, mainProject, slowness, typeSize, world } from './world.ts'
import { back, phone, photograph, scan } from './screens.ts'
import { toGcj02 } from './geo.ts'
import { post } from './sandbox.ts'

/** Pixels at the lower end of the screen that the home indicator covers. */
export const SAFE_BOTTOM = 22

/** Like WeChat's own: refused unless wx.config asked for them with a signature that fits the page. */
const SIGNED = ['startRecord', 'stopRecord', 'translateVoice']

interface Args { camera?: string; url?: string; jsApiList?: string[]; localId?: string }
interface Asked { type: 'wx'; id: number; method: string; args?: Args }
/** What one page may do, and what it is doing. */
interface Session { allowed: Set<string>; recording: boolean; voices: Map<string, string> }
export interface PageTold { type: 'wx-page'; title: string; path: string; canGoBack?: boolean }

/**
 * The JS-SDK stand-in of one framed page: answers what the page asks by postMessage. Only the frame itself is believed, and only
 * while it shows a page of the Host: a foreign page in the frame gets neither pictures nor positions.
 */
export function serve(frame: HTMLIFrameElement, told: (page: PageTold) => void): () => void {
  const trusted = world.host ? new URL(world.host).origin : undefined
  let session: Session = { allowed: new Set(), recording: false, voices: new Map() }
  const listen = (e: MessageEvent) => {
    if (e.source !== frame.contentWindow || !trusted || e.origin !== trusted) return
    const said = e.data as Asked | PageTold | null
    if (said?.type === 'wx-page') {
      phone.visited.push({ person: world.key, path: String(said.path), at: Date.now() })
      told(said)
    }
    if (said?.type !== 'wx') return
    if (said.method === 'ready') session = { allowed: new Set(), recording: false, voices: new Map() }
    const reply = (more: object) => frame.contentWindow?.postMessage({ type: 'wx-result', id: said.id, ...more }, trusted)
    answer(said, session, trusted).then(
      result => reply({ result: result ?? {} }),
      (why: unknown) => reply({ error: { errMsg: why instanceof Error ? why.message : String(why) } }))
  }
  window.addEventListener('message', listen)
  return () => window.removeEventListener('message', listen)
}

/** Tells the framed page that the person moved a switch, or wants to go back. */
export function tell(frame: HTMLIFrameElement | undefined, name: 'manners' | 'back', value: object = {}) {
  if (world.host) frame?.contentWindow?.postMessage({ type: 'wx-event', name, value }, new URL(world.host).origin)
}

export const pageManners = () => ({ type: typeSize.value, safeBottom: SAFE_BOTTOM })

async function answer(asked: Asked, session: Session, trusted: string): Promise<object | void> {
  if (SIGNED.includes(asked.method) && !session.allowed.has(asked.method)) throw new Error(`${asked.method}:the permission value is offline verifying`)
  switch (asked.method) {
    case 'ready': return pageManners()
    case 'closeWindow': return back()
    case 'getLocation': return position()
    case 'chooseImage': {
      const dataUrl = await photograph(asked.args?.camera !== 'back')
      if (!dataUrl) throw new Error('chooseImage:cancel')
      await slowness()
      return { dataUrl }
    }
    case 'config': {
      if (!asked.args?.url?.startsWith(`${trusted}/`)) throw new Error('config:invalid url domain')
      const { valid, reason } = await post<{ valid: boolean; reason: string | null }>('js-sdk/check', asked.args)
      if (!valid) throw new Error(`config:${reason}`)
      asked.args.jsApiList?.forEach(api => session.allowed.add(api))
      return
    }
    case 'startRecord':
      if (manners.mic === 'refuse') throw new Error('startRecord:fail auth deny')
      if (session.recording) throw new Error('startRecord:recording')
      session.recording = true
      return
    case 'stopRecord': {
      if (!session.recording) throw new Error('stopRecord:fail')
      session.recording = false
      const localId = `weixin://voice/${session.voices.size + 1}`
      session.voices.set(localId, manners.says)
      return { localId }
    }
    case 'translateVoice': {
      const translateResult = session.voices.get(asked.args?.localId ?? '')
      if (translateResult === undefined) throw new Error('translateVoice:fail')
      await slowness()
      return { translateResult }
    }
    case 'scanQRCode': {
      const resultStr = await scan(true)
      if (resultStr === undefined) throw new Error('scanQRCode:cancel')
      return { resultStr }
    }
    default: throw new Error(`${asked.method}:the permission value is offline verifying`)
  }
}

/** GCJ-02, as WeChat gives it. A phone that was never put anywhere stands in the middle of its main project. */
async function position() {
  const place = me.value?.place
  if (place?.denied) throw new Error('getLocation:fail auth deny')
  await slowness()
  if (place) return { latitude: place.latitude, longitude: place.longitude, accuracy: place.accuracy }
  const middle = mainProject.value?.location
  if (!middle) throw new Error('getLocation:fail')
  return { ...toGcj02(middle), accuracy: 12 }
}

/** What stands before the front camera: the person, somebody else of the same region, or nobody. */
export function beforeCamera(front: boolean): string {
  if (!front) return `/__sandbox/people/${world.key}/selfie?scene=item`
  if (manners.face === 'none') return `/__sandbox/people/${world.key}/selfie?scene=site`
  return `/__sandbox/people/${manners.face === 'self' ? world.key : someoneElse()}/selfie`
}

export const someoneElse = () => world.people.find(p => p.region === world.region && p.key !== world.key && p.kind !== me.value?.kind)?.key ?? world.key
