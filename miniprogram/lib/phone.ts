// What a page may ask of the phone: a code to sign in, a position, a picture.
import { Refusal } from './http'
import { lightOf, type Light } from './light'

/** WGS-84 degrees, as the fences are kept; accuracy in metres. */
export interface Position {
  latitude: number
  longitude: number
  accuracy: number
  /** Where the phone says it of itself. */
  isMock?: boolean
}

export type NoPosition = 'refused' | 'silent'

/** The person said no, or the phone finds no position. */
export class PositionMissing extends Error {
  constructor(readonly why: NoPosition) { super(`no position: ${why}`) }
}

export async function signInCode(): Promise<string> {
  return (await wx.login()).code
}

export async function position(): Promise<Position> {
  try {
    const found = await wx.getLocation({ type: 'wgs84', isHighAccuracy: true, highAccuracyExpireTime: 5000 })
    // typings do not know it; phones that do, say whether another app made the place up
    const { isMock } = found as { isMock?: boolean }
    return { latitude: found.latitude, longitude: found.longitude, accuracy: Math.round(found.accuracy), ...(isMock ? { isMock } : {}) }
  } catch (e) {
    throw new PositionMissing(/auth/i.test((e as { errMsg?: string }).errMsg ?? '') ? 'refused' : 'silent')
  }
}

/** Takes a picture with the <camera> of the page. */
export function takePhoto(): Promise<string> {
  return new Promise((resolve, reject) => {
    wx.createCameraContext().takePhoto({
      quality: 'high', success: (taken) => resolve(taken.tempImagePath), fail: () => reject(new Refusal('camera.failed', '没拍成。等相机画面出来，再拍一次。')),
    })
  })
}

const LOOK_EVERY_MS = 500

/** Tells whenever the light on the middle of the <camera>'s picture changes, where the face is. @returns What ends it. */
export function watchLight(act: (light: Light) => void): () => void {
  let [last, seen] = [0, '' as Light | '']
  const frames = wx.createCameraContext().onCameraFrame(({ data, width, height }) => {
    if (Date.now() - last < LOOK_EVERY_MS) return
    last = Date.now()
    const light = lightOf(new Uint8ClampedArray(data), width, height)
    if (light !== seen) act((seen = light))
  })
  frames.start()
  return () => frames.stop()
}

/** WeChat's map with the place on it, from which the person's own navigation leads there. GCJ-02. */
export function showOnMap(at: { latitude: number; longitude: number }, name: string, address: string): void {
  void wx.openLocation({ ...at, name, address, scale: 16 })
}

export interface Film { path: string; poster: string }

/** A film that is being taken. */
export interface Filming {
  /** What was taken, whoever ended it: stop(), the seconds, or the person who left the app. */
  ended: Promise<Film>
  stop(): void
}

/** Films with the <camera> of the page. */
export function film(seconds: number): Filming {
  const camera = wx.createCameraContext()
  let stop = (): void => {}
  const ended = new Promise<Film>((resolve, reject) => {
    const done = (taken: { tempVideoPath: string; tempThumbPath: string }) => resolve({ path: taken.tempVideoPath, poster: taken.tempThumbPath })
    camera.startRecord({ timeout: seconds, timeoutCallback: done, fail: reject })
    stop = () => camera.stopRecord({ compressed: true, success: done, fail: reject })
  })
  return { ended, stop }
}

/** The templates whose messages the person accepts, once each. To be called in a tap, at most three at a time. */
export async function askForMessages(templateIds: string[]): Promise<string[]> {
  try {
    const answer = await wx.requestSubscribeMessage({ tmplIds: templateIds }) as unknown as Record<string, string>
    return templateIds.filter((id) => answer[id] === 'accept')
  } catch {
    return [] // the person has switched such messages off, or WeChat cannot ask now
  }
}

/** WeChat's own reader lies over the page; its menu sends the paper on or keeps it. False: this phone opens no PDF. */
export async function showPdf(path: string): Promise<boolean> {
  try {
    await wx.openDocument({ filePath: path, fileType: 'pdf', showMenu: true })
    return true
  } catch {
    return false
  }
}

/** WeChat's page of what this app may do; answers when the person is back. */
export async function openPermissions(): Promise<void> {
  await wx.openSetting({})
}

/** 关怀模式: the person has set WeChat's letters larger than the middle. */
export function wantsLargeType(): boolean {
  return (wx.getAppBaseInfo().fontSizeSetting ?? 16) > 18
}

/** What a page that draws leaves for its paper, beside tools and bar. */
export function paperRoom(): { width: number; height: number } {
  const { windowWidth, windowHeight } = wx.getWindowInfo()
  return { width: windowWidth - 32, height: Math.max(160, windowHeight - (wantsLargeType() ? 330 : 250)) }
}

/** As a record names the phone that it came from (FLD-40). */
export function model(): string {
  const { brand, model: name } = wx.getDeviceInfo()
  return name.toLowerCase().startsWith(brand.toLowerCase()) ? name : `${brand} ${name}`
}

export function tremble(): void {
  void wx.vibrateShort({ type: 'light' })
}
