/** The sandbox's driving interface (src/Sandbox/README.md), as far as the phone page uses it. */

export type AccountName = 'agency' | 'owner' | 'miniprogram'
export interface Place { latitude: number; longitude: number; accuracy: number; denied?: boolean }

export interface Person {
  key: string; name: string; kind: string; region: string; agencyKey: string | null; ownerKey: string | null
  userName: string | null; portrait: string
  follows: { agency: boolean; owner: boolean }
  unread: { agency: number; owner: number }
  place: Place | null
  faceScore: number | null
}

export interface MapPoint { latitude: number; longitude: number }
/** location and fence in WGS-84 degrees */
export interface Project {
  key: string; name: string; region: string; ownerKey: string | null; leadKey: string | null; technicalLeadKey: string | null
  memberKeys: string[] | null; location: MapPoint | null; fence: MapPoint[] | null
}

export interface MenuButton { name: string; type?: string; key?: string; url?: string; appid?: string; pagepath?: string; sub_button?: MenuButton[] }
export interface Account { account: AccountName; name: string; appId: string; menu: { button: MenuButton[] } | null }

export interface ChatMessage {
  id: string; at: string; from: 'account' | 'person' | 'system'; kind: 'template' | 'text' | 'event'
  title: string | null; templateKey: string | null; fields: { name: string; label: string; value: string }[] | null
  url: string | null; miniProgram: { appId: string; pagePath: string } | null
  msgId: string | null; status: string | null; text: string | null
}
export interface Chat { account: AccountName; name: string; follows: boolean; unread: number; last: ChatMessage | null }

export interface SentMessage { id: string; at: string; person: string; title: string; templateKey: string | null; fields: { label: string; value: string }[] | null; url: string | null; status: string | null }
export interface LogEntry { n: number; at: string; target: string; method: string; path: string; status: number; code: string | null; person: string | null }
export interface Delivery { id: number; account: AccountName; openId: string; msgType: string; event: string | null; eventKey: string | null; at: string; outcome: 'Acknowledged' | 'Replied' | 'Failed' | 'NoHost' | 'Dropped' }
export interface QrCode { account: AccountName; content: string; scene: string; createdAt: string; expired: boolean; imageUrl: string }
/** An SMS that arrived on a demonstration person's number. */
export interface Sms { at: string; person: string | null; phone: string; text: string }
export interface ScanAnswer { kind: 'ServiceAccount' | 'Expired' | 'MiniProgram' | 'Url' | 'Text'; content: string; account?: AccountName; event?: string; url?: string; page?: string; scene?: string }

export class SandboxRefusal extends Error {
  constructor(readonly code: string, message: string) { super(message) }
}

async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(`/__sandbox/${path}`, {
    method,
    headers: body === undefined ? undefined : { 'Content-Type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
    cache: 'no-store',
    signal: AbortSignal.timeout(30_000),
  })
  const text = await answer.text()
  const read = text ? JSON.parse(text) : undefined
  if (!answer.ok) throw new SandboxRefusal(read?.code ?? `http.${answer.status}`, read?.message ?? `HTTP ${answer.status}`)
  return read as T
}

export const get = <T>(path: string) => ask<T>('GET', path)
export const post = <T = void>(path: string, body: unknown = {}) => ask<T>('POST', path, body)

/** A picture of the sandbox as data URL. */
export async function picture(path: string): Promise<string> {
  const answer = await fetch(path, { cache: 'no-store' })
  if (!answer.ok) throw new SandboxRefusal('picture.missing', `HTTP ${answer.status}`)
  return asDataUrl(await answer.blob())
}

export function asDataUrl(blob: Blob): Promise<string> {
  return new Promise((done, fail) => {
    const reader = new FileReader()
    reader.onload = () => done(String(reader.result))
    reader.onerror = () => fail(reader.error)
    reader.readAsDataURL(blob)
  })
}

/** Any picture the browser can draw, as bare base64 PNG: the form in which the sandbox decodes codes. */
export async function asPng(blob: Blob): Promise<string> {
  const drawn = await createImageBitmap(blob)
  const scale = Math.min(1, 1600 / Math.max(drawn.width, drawn.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(drawn.width * scale)
  canvas.height = Math.round(drawn.height * scale)
  const pen = canvas.getContext('2d')!
  pen.fillStyle = '#fff'
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.drawImage(drawn, 0, 0, canvas.width, canvas.height)
  return canvas.toDataURL('image/png').slice('data:image/png;base64,'.length)
}
