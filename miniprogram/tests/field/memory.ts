// A phone of nothing but memory for the logic of the field work: files, storage, a server that the test plays, and a moment at which the app is ended.
import { vi } from 'vitest'
import type { Item, Task } from '../../field/features/task'

export interface Sent { method: string; path: string; key: string; body: Record<string, unknown> }
export type Answer = { status?: number; body: unknown } | 'lost'

/** Thrown where the app is ended; nothing of it runs after that. */
export class Ended extends Error {}

export class Memory {
  readonly files = new Map<string, string>()
  readonly storage = new Map<string, unknown>()
  readonly sent: Sent[] = []
  server: (sent: Sent) => Answer = () => 'lost'
  network = 'wifi'
  /** WeChat takes no more files. */
  full = false
  /** Writes to go until the app is ended; null: never. */
  life: number | null = null
  private onChange: ((now: { isConnected: boolean }) => void) | null = null

  /** The app, started anew: no module remembers anything. */
  async start() {
    this.life = null
    vi.resetModules()
    vi.stubGlobal('__SERVER__', 'https://server.test')
    vi.stubGlobal('wx', this.wx())
    vi.stubGlobal('getCurrentPages', () => [{ route: 'pages/sign-in/sign-in' }]) // where nobody is sent elsewhere
    const [store, form, upload, ledger, track, camera] = await Promise.all([
      import('../../field/features/store'), import('../../field/features/form'), import('../../field/features/upload'), import('../../field/features/ledger'), import('../../field/features/track'), import('../../field/features/camera'),
    ])
    return { store, form, upload, ledger, track, camera }
  }

  networkBack() { this.onChange?.({ isConnected: true }) }

  /** A picture as the camera hands it over. */
  picture(bytes = 1000): string {
    const path = `tmp/${this.files.size}-${Math.random()}`
    this.files.set(path, 'x'.repeat(bytes))
    return path
  }

  private live() {
    if (this.life === null) return
    if (this.life <= 0) throw new Ended()
    this.life--
  }

  private answer(sent: Sent, options: { success: (a: unknown) => void; fail: (e: unknown) => void }, asText: boolean) {
    this.sent.push(sent)
    const answer = this.server(sent)
    queueMicrotask(() => {
      if (answer === 'lost') options.fail({ errMsg: 'request:fail' })
      else options.success({ statusCode: answer.status ?? 200, data: asText ? JSON.stringify(answer.body) : answer.body })
    })
  }

  private wx() {
    const must = (path: string) => {
      const text = this.files.get(path)
      if (text === undefined) throw new Error(`no such file ${path}`)
      return text
    }
    return {
      env: { USER_DATA_PATH: 'usr' },
      getStorageSync: (key: string) => this.storage.get(key) ?? '',
      setStorageSync: (key: string, value: unknown) => { this.live(); this.storage.set(key, structuredClone(value)) },
      removeStorageSync: (key: string) => { this.live(); this.storage.delete(key) },
      getNetworkType: async () => ({ networkType: this.network }),
      getDeviceInfo: () => ({ brand: 'HUAWEI', model: 'Mate 60' }),
      onNetworkStatusChange: (listener: (now: { isConnected: boolean }) => void) => { this.onChange = listener },
      getFileSystemManager: () => ({
        readFileSync: must,
        writeFileSync: (path: string, text: string) => { this.live(); this.files.set(path, text) },
        renameSync: (from: string, to: string) => { this.live(); this.files.set(to, must(from)); this.files.delete(from) },
        unlinkSync: (path: string) => { this.live(); must(path); this.files.delete(path) },
        readdirSync: (folder: string) => [...this.files.keys()].filter((f) => f.startsWith(`${folder}/`)).map((f) => f.slice(folder.length + 1)),
        statSync: (path: string) => ({ size: must(path).length }),
        saveFileSync: (from: string, to: string) => {
          this.live()
          if (this.full) throw new Error('saveFileSync:fail the maximum size of the file storage limit is exceeded')
          this.files.set(to, must(from))
          this.files.delete(from)
        },
      }),
      request: (o: { url: string; method: string; data: Record<string, unknown>; header: Record<string, string> } & Record<string, never>) => {
        this.answer({ method: o.method, path: o.url.replace('https://server.test/api/miniprogram', ''), key: o.header['idempotency-key'] ?? '', body: structuredClone(o.data) }, o, false)
      },
      uploadFile: (o: { url: string; filePath: string; formData: Record<string, string>; header: Record<string, string> } & Record<string, never>) => {
        must(o.filePath)
        this.answer({ method: 'POST', path: o.url.replace('https://server.test/api/miniprogram', ''), key: o.header['idempotency-key']!, body: { file: o.filePath, ...o.formData } }, o, true)
      },
    }
  }
}

export const item = (code: string, more: Partial<Item> = {}): Item => ({
  code, letter: 'a', name: `项目 ${code}`, do: '看一看', classCode: 'M04-05', className: '消防水泵', systemName: '消防给水', questions: [], recorded: false, records: [], subItemCode: null, remark: null, ...more,
})

export const task = (more: Partial<Task> = {}): Task => ({
  id: 't1', name: '11月计划_1121', state: 'InProgress', version: 1, planId: 'p', projectId: 'pr', projectName: '澄湖大厦', address: '', classCodes: ['M04-05'], startedAt: '2026-11-21T00:00:00Z',
  submittedAt: null, controllerBrand: '海湾', startNeeds: ['Selfie', 'SignIn', 'Controller', 'ControllerBrand'], needsStartConsent: false, needsSubmitConsent: false, trackIntervalSeconds: 30,
  returnReason: null, recorded: 0, cannotReasons: [], items: [item('a'), item('b')], consents: [], subItems: [], nature: 'Planned', photosAtLeast: 0, photosAtMost: 9, videosAtMost: 1, videoMb: 50, judged: false, ...more,
})
