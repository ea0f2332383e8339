import { beforeCamera } from './bridge.ts'
import { post } from './sandbox.ts'
import { mainProject, manners, me, typeSize, world } from './world.ts'
import { toWgs84 } from './geo.ts'

/**
 * What the framed mini program asks of its phone (miniprogram/web), answered before its first script runs: who signs in, what the camera sees,
 * where it stands; and a storage for each person, as each has a phone of his own.
 */
declare global { interface Window { miniProgramFrame?: (frame: Window) => void } }

interface Answers { loginCode(): Promise<string>; phoneCode(): Promise<string | null>; subscribed(ids: string[]): Promise<void>; fontSize: number }

window.miniProgramFrame = frame => {
  const key = world.key
  const answers: Answers = {
    loginCode: async () => (await post<{ code: string }>(`people/${key}/jscode`)).code,
    phoneCode: async () => (await post<{ code: string }>(`people/${key}/phone-code`)).code,
    subscribed: async ids => { for (const templateId of ids) await post(`people/${key}/accept`, { templateId }) },
    fontSize: typeSize.value === 'large' ? 24 : 16,
  }
  Object.assign(frame, { __mini: answers })
  Object.defineProperty(frame, 'localStorage', { value: storageOf(`mini ${key} `) })
  Object.defineProperty(frame.navigator, 'geolocation', { value: { getCurrentPosition: position } })
  Object.defineProperty(frame.navigator, 'mediaDevices', { value: { getUserMedia: (o: { video: { facingMode: string } }) => film(o.video.facingMode === 'user') } })
  Object.defineProperty(frame.navigator, 'onLine', { get: () => manners.network !== 'off' })
}

function storageOf(prefix: string): Storage {
  const own = () => Object.keys(localStorage).filter(name => name.startsWith(prefix)).map(name => name.slice(prefix.length))
  const acts = {
    getItem: (name: string) => localStorage.getItem(prefix + name), setItem: (name: string, value: string) => localStorage.setItem(prefix + name, value),
    removeItem: (name: string) => localStorage.removeItem(prefix + name), clear: () => own().forEach(name => localStorage.removeItem(prefix + name)),
  }
  return new Proxy(acts, {
    ownKeys: own, getOwnPropertyDescriptor: (_, name) => ({ enumerable: true, configurable: true, value: acts.getItem(String(name)) }),
  }) as unknown as Storage
}

function position(found: (at: object) => void, failed: (why: object) => void) {
  const place = me.value?.place
  const at = place ? toWgs84(place) : mainProject.value?.location
  if (place?.denied) failed({ code: 1, PERMISSION_DENIED: 1, message: 'refused' })
  else if (!at) failed({ code: 2, PERMISSION_DENIED: 1, message: 'no position' })
  else found({ coords: { latitude: at.latitude, longitude: at.longitude, accuracy: place?.accuracy ?? 12 } })
}

/** A film of the picture that stands before the camera; a corner of it changes, so that no two photos are the same to the byte. */
async function film(front: boolean): Promise<MediaStream> {
  const image = new Image()
  image.src = beforeCamera(front)
  await image.decode()
  const canvas = Object.assign(document.createElement('canvas'), { width: image.naturalWidth, height: image.naturalHeight })
  const pen = canvas.getContext('2d')!
  const draw = () => {
    pen.drawImage(image, 0, 0)
    pen.fillStyle = `hsl(${Math.random() * 360} 60% 80%)`
    pen.fillRect(canvas.width - 12, 0, 12, 12)
  }
  draw()
  const stream = canvas.captureStream(10)
  const drawing = setInterval(() => stream.active ? draw() : clearInterval(drawing), 100)
  return stream
}

/** The page that a code or a message names, with the scene of an unlimited code as WeChat hands it over: still encoded. */
export function addressOf(key: string, page: string, scene?: string): string {
  const path = page.replace(/^\//, '')
  const query = scene ? `${path.includes('?') ? '&' : '?'}scene=${encodeURIComponent(scene)}` : ''
  return `/miniprogram/index.html?person=${encodeURIComponent(key)}${path ? `#/${path}${query}` : ''}`
}
