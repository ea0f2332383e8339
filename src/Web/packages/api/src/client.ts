import { Problem } from './problem.ts'

export type Door = 'agency' | 'owner' | 'console' | 'authority' | 'public'
export type Query = Record<string, string | number | boolean | null | undefined>

/**
 * One person's one intention to write. Its key stays the same while the outcome is unknown (no network, 5xx, 429),
 * so that the retry replays the first answer instead of doing the act twice; a definite answer, or other content, ends it.
 */
export class Attempt {
  #key: string | undefined
  #content: string | undefined

  keyFor(content: string): string {
    if (!this.#key || this.#content !== content) {
      this.#key = newKey()
      this.#content = content
    }
    return this.#key
  }
  /** An intention that outlives the page, as a draft on the phone does: its key stays whatever becomes of its words, so that it is done once. */
  static kept(key: string): Attempt {
    const attempt = new Attempt()
    attempt.keyFor = () => key
    return attempt
  }
  settle() { this.#key = this.#content = undefined }
}

export interface Surroundings {
  fetch: typeof fetch
  /** where the page stands now, path and query */
  here: () => string
  goTo: (address: string) => void
  memory: Pick<Storage, 'getItem' | 'setItem'>
  now: () => number
  timeoutMs: number
}

const LAST_SIGN_IN = 'ws-last-sign-in'

export function createClient(door: Door, around: Partial<Surroundings> = {}) {
  const world: Surroundings = {
    fetch: (...a) => fetch(...a), here: () => location.pathname + location.search, goTo: a => location.assign(a),
    memory: sessionStorage, now: () => Date.now(), timeoutMs: 30_000, ...around,
  }

  async function ask<T>(path: string, init: RequestInit): Promise<T> {
    const stop = new AbortController()
    const timer = setTimeout(() => stop.abort(), world.timeoutMs)
    let answer: Response
    try {
      answer = await world.fetch(`/api/${door}${path}`, { credentials: 'same-origin', signal: stop.signal, ...init, headers: { accept: 'application/json', ...init.headers } })
    } catch (e) {
      throw Problem.of(e)
    } finally {
      clearTimeout(timer)
    }
    if (!answer.ok) {
      const problem = await Problem.from(answer)
      if (answer.status === 401 && door !== 'public') signIn(problem.code)
      // ACC-22: the password that was handed over opens one page, whichever other was asked for
      if (problem.code === 'account.password_must_change' && !world.here().startsWith('/owner/sign-in')) world.goTo('/owner/sign-in?step=password')
      // ACC-20: the privacy text is new, or was never agreed to: one page opens, whichever other was asked for
      if (problem.code === 'consent.needed') {
        const house = door === 'authority' ? 'console' : door
        if (!world.here().startsWith(`/${house}/privacy`) && !world.here().startsWith(`/${house}/sign-in`)) world.goTo(`/${house}/privacy?return=${encodeURIComponent(world.here())}`)
      }
      throw problem
    }
    if (answer.status === 204 || answer.headers.get('content-length') === '0') return undefined as T
    return await answer.json() as T
  }

  /** At a desk nobody but the person knows: the form that asks, which leads back here. On the phone WeChat knows who this is: go and ask it, then come back here. Known to WeChat but not yet linked: the page that links. A second refusal right after is told, not repeated for ever. */
  function signIn(code: string) {
    if (code.startsWith('account.')) return   // a wrong password is the form's matter
    if (door === 'console' || door === 'authority') {
      if (!world.here().startsWith('/console/sign-in')) world.goTo(`/console/sign-in?return=${encodeURIComponent(world.here())}`)
      return
    }
    if (code === 'session.not_linked' && door === 'agency') {
      if (!world.here().startsWith('/agency/sign-in')) world.goTo(`/agency/sign-in?return=${encodeURIComponent(world.here())}`)
      return
    }
    const last = Number(world.memory.getItem(LAST_SIGN_IN) ?? 0)
    if (world.now() - last < 10_000) return
    world.memory.setItem(LAST_SIGN_IN, String(world.now()))
    world.goTo(`/wechat/${door}/oauth/start?return=${encodeURIComponent(world.here())}`)
  }

  async function write<T>(method: 'POST' | 'PUT' | 'DELETE', path: string, body: unknown, attempt: Attempt): Promise<T> {
    const isForm = body instanceof FormData
    const sent = isForm ? undefined : JSON.stringify(body ?? {})
    const key = attempt.keyFor(`${method} ${path} ${isForm ? describe(body) : sent}`)
    try {
      const answer = await ask<T>(path, {
        method,
        body: isForm ? body : method === 'DELETE' && body === undefined ? undefined : sent,
        headers: { 'idempotency-key': key, ...(isForm || (method === 'DELETE' && body === undefined) ? {} : { 'content-type': 'application/json' }) },
      })
      attempt.settle()
      return answer
    } catch (e) {
      if (e instanceof Problem && !e.passing) attempt.settle()
      throw e
    }
  }

  return {
    get: <T>(path: string, query: Query = {}) => ask<T>(path + search(query), { method: 'GET' }),
    post: <T>(path: string, body: unknown, attempt: Attempt) => write<T>('POST', path, body, attempt),
    put: <T>(path: string, body: unknown, attempt: Attempt) => write<T>('PUT', path, body, attempt),
    delete: <T>(path: string, attempt: Attempt) => write<T>('DELETE', path, undefined, attempt),
    /** an address for <img>, carried by the same cookie */
    address: (path: string) => `/api/${door}${path}`,
  }
}
export type Client = ReturnType<typeof createClient>

export function search(query: Query): string {
  const q = new URLSearchParams()
  for (const [k, v] of Object.entries(query)) if (v !== null && v !== undefined && v !== '') q.set(k, String(v))
  const s = q.toString()
  return s && `?${s}`
}

function describe(form: FormData): string {
  return [...form.entries()].map(([k, v]) => `${k}=${typeof v === 'string' ? v : `${v.size}`}`).join('&')
}

function newKey(): string {
  // randomUUID stands only on secure origins; old WebViews have getRandomValues everywhere
  const b = crypto.getRandomValues(new Uint8Array(16))
  return [...b].map(x => x.toString(16).padStart(2, '0')).join('')
}
