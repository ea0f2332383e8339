import { browserWay } from './browser.ts'
import { phoneWay } from './phone.ts'
import { wechatWay, type Signer } from './jssdk.ts'

/** What a page may ask of the phone it runs on. Every refusal is a PhoneRefusal with a title to show. */
export interface PhoneWay {
  /** takes one picture; a JPEG as data URL */
  takePhoto(camera: 'front' | 'back'): Promise<{ dataUrl: string; takenAt: string }>
  /** GCJ-02 from WeChat and the sandbox's phone, WGS-84 from a plain browser */
  locate(): Promise<{ latitude: number; longitude: number; accuracyMetres: number | null; system: 'Gcj02' | 'Wgs84' }>
  scan(): Promise<string>
  /** camera or album, as the person likes; at most so many JPEGs */
  choosePhotos(most: number): Promise<{ dataUrl: string; takenAt: string }[]>
  /** speech to text, where the phone offers it */
  voice?: { start(): Promise<void>; stop(): Promise<string> }
  /** closes the page and returns to the conversation; false where that is not possible */
  close(): boolean
}

export class PhoneRefusal extends Error {
  constructor(readonly title: string, readonly detail: string) { super(title) }
}

let way: PhoneWay | undefined, signed = false

/** Chooses once: the sandbox's phone around us, WeChat's JS-SDK, or what a browser has. */
export function phone(sign?: Signer): PhoneWay {
  // a public page asks without a signature; the pages behind it get the whole phone
  if (way && (signed || !sign)) return way
  signed = Boolean(sign)
  return way = window.parent !== window ? phoneWay(window, sign) : /MicroMessenger/i.test(navigator.userAgent) && sign ? wechatWay(sign) : browserWay()
}

export { announce, greetPhone } from './phone.ts'
export type { Signer, Signature } from './jssdk.ts'
