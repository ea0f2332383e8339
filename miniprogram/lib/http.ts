// The only way to the server. Every write carries a key that its caller made: whoever sends the same act again after a lost answer sends
// the same key, and the server answers what it answered before.
import { readText } from './files'
import { SERVER } from './server'
import { dropSession, session } from './session'
import { startAgain } from './pages'

const SIGN_IN = 'pages/sign-in/sign-in'
const PRIVACY = 'person/pages/privacy/privacy'
const PATIENCE_MS = 20_000
/** A film of 10 MB over half a megabit, as below ground. */
const UPLOAD_MS = 180_000
const BASE = `${SERVER}/api/miniprogram`

/** What the server refused, or that it was not reached; `title` is the sentence for the person. */
export class Refusal extends Error {
  constructor(readonly code: string, readonly title: string, readonly facts: Record<string, unknown> = {}) {
    super(`${code}: ${title}`)
  }

  /** Nothing was decided: the same act may be sent again with the same keys. */
  get mayRepeat(): boolean {
    return this.code === 'network' || this.facts.status === 503
  }

  /** Turned away before anybody looked at the act: not reached, signed out, or the privacy text is to be agreed to first. What waits goes on waiting. */
  get isUndecided(): boolean {
    return this.mayRepeat || this.facts.status === 429 || this.code.startsWith('session.') || this.code === 'consent.needed'
  }
}

export function newKey(): string {
  const random = () => Math.floor(Math.random() * 0x100000000).toString(16).padStart(8, '0')
  return `${Date.now().toString(16)}-${random()}${random()}`
}

export function get<T>(path: string, query?: Record<string, string>): Promise<T> {
  return send<T>('GET', path, query)
}

/** Removes; idempotent by itself, and keyed like every write. */
export function remove<T>(path: string, key: string): Promise<T> {
  return send<T>('DELETE', path, undefined, key)
}

/** What anybody may read, without sign-in. */
export function getPublic<T>(path: string, query?: Record<string, string>): Promise<T> {
  return send<T>('GET', path, query, undefined, `${SERVER}/api/public`)
}

export function post<T>(path: string, body: object, key: string): Promise<T> {
  return send<T>('POST', path, body, key)
}

export function put<T>(path: string, body: object, key: string): Promise<T> {
  return send<T>('PUT', path, body, key)
}

/** Sends a picture or a short film; the answer names its id. */
export function upload(path: string, file: string, fields: Record<string, string>, key: string): Promise<{ id: string }> {
  return new Promise((resolve, reject) => {
    wx.uploadFile({
      url: BASE + path, filePath: file, name: 'file', formData: fields, header: headers(key), timeout: UPLOAD_MS,
      success: (answer) => settle(answer.statusCode, parse(answer.data), resolve, reject),
      fail: () => reject(notReached()),
    })
  })
}

/** A file of the server's. @returns Where it lies now; WeChat throws it away some day. */
export function download(path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    wx.downloadFile({
      url: BASE + path, header: headers(), timeout: PATIENCE_MS,
      // a refusal is a file too, with the problem in it
      success: ({ statusCode, tempFilePath }) => settle(statusCode, statusCode < 300 ? tempFilePath : parse(readText(tempFilePath)), resolve, reject),
      fail: () => reject(notReached()),
    })
  })
}

function send<T>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, data?: object, key?: string, base = BASE): Promise<T> {
  return new Promise((resolve, reject) => {
    wx.request({
      url: base + path, method, data, header: headers(key), timeout: PATIENCE_MS,
      success: (answer) => settle(answer.statusCode, answer.data, resolve, reject),
      fail: () => reject(notReached()),
    })
  })
}

/** The options stand as they were given: not decoded. */
function addressOf(page?: { route: string; options: Record<string, string | undefined> }): string {
  const query = Object.entries(page?.options ?? {}).map(([name, value]) => `${name}=${value}`).join('&')
  return page ? `/${page.route}${query && `?${query}`}` : ''
}

function headers(key?: string): Record<string, string> {
  const token = session()?.token
  return { ...(token ? { authorization: `Bearer ${token}` } : {}), ...(key ? { 'idempotency-key': key } : {}) }
}

function settle<T>(status: number, body: unknown, resolve: (answer: T) => void, reject: (e: Refusal) => void): void {
  if (status >= 200 && status < 300) return resolve(body as T)
  const problem = (typeof body === 'object' && body ? body : {}) as { code?: string; title?: string }
  const refusal = new Refusal(problem.code ?? `http.${status}`, problem.title ?? '服务器没有说明原因，请稍等几秒再试一次。', { ...problem, status })
  // the text is new, or was never agreed to: nothing else opens before (ACC-20). Whoever signs in agrees in the next breath
  if (refusal.code === 'consent.needed' && ![PRIVACY, SIGN_IN].includes(getCurrentPages().slice(-1)[0]?.route ?? '')) startAgain(`/${PRIVACY}?first=1`)
  // ended, replaced by another phone, or never linked: only signing in helps. A wrong password is a 401 too, and is not meant here
  if (status === 401 && refusal.code.startsWith('session.')) {
    dropSession()
    // the page that signs in says it itself: opening it anew would go on for ever. Whoever came by a code or a message goes on where he wanted to
    const page = getCurrentPages().slice(-1)[0]
    if (page?.route !== SIGN_IN) startAgain(`/${SIGN_IN}?to=${encodeURIComponent(addressOf(page))}`)
  }

  reject(refusal)
}

function notReached(): Refusal {
  return new Refusal('network', '没有连上服务器。网络恢复后再试一次，内容没有丢。')
}

function parse(text: string): unknown {
  try { return JSON.parse(text) } catch { return null }
}
