// Temporary files: WeChat hands out paths, a browser has blobs.
import type { Loose } from './world'

const kept = new Map<string, { blob: Blob; url: string }>()

/** Kept files outlive the app, as on a phone; a browser keeps them as data: addresses. */
const HOME = 'http://usr'
const STORE = 'mini-file:'
const stored = (path: string): string | null => localStorage.getItem(STORE + path)

export const files = {
  /** A picture drawn here, so that it can be kept. */
  putPicture(data: string, ending: string): string {
    const path = files.put(blobOf(data), ending)
    pictures.set(path, data)
    return path
  },
  /** What a temporary file says, so that it can be read at once. */
  putText: (path: string, text: string): void => void texts.set(path, text),
  put(blob: Blob, ending: string): string {
    const path = `http://tmp/mini_${kept.size + 1}.${ending}`
    kept.set(path, { blob, url: URL.createObjectURL(blob) })
    return path
  },
  blob: (path: string): Blob | undefined => kept.get(path)?.blob ?? (stored(path)?.startsWith('data:') ? blobOf(stored(path)!) : undefined),
  /** The server is the one that serves this page, as for requests (wx.ts). */
  url: (path: string): string => kept.get(path)?.url ?? stored(path) ?? path.replace(/^https:\/\/[^/]+/, location.origin),
}

const pictures = new Map<string, string>()
const texts = new Map<string, string>()

function blobOf(data: string): Blob {
  const bytes = Uint8Array.from(atob(data.slice(data.indexOf(',') + 1)), (c) => c.charCodeAt(0))
  return new Blob([bytes], { type: data.slice(5, data.indexOf(';')) })
}

function must(path: string): string {
  const text = stored(path)
  if (text === null) throw new Error(`no such file or directory, "${path}"`)
  return text
}

function write(path: string, text: string): void {
  if (!path.startsWith(`${HOME}/`)) throw new Error(`permission denied, open "${path}"`)
  localStorage.setItem(STORE + path, text)
}

/** developers.weixin.qq.com/miniprogram/dev/api/file/FileSystemManager.html: the functions that lib/files.ts uses. */
export const fileSystem: Record<string, Loose> = {
  readFileSync: (path: string) => texts.get(path) ?? must(path),
  writeFileSync: (path: string, text: string, encoding: string) => write(path, encoding === 'base64' ? `data:image/jpeg;base64,${text}` : text),
  renameSync(from: string, to: string) {
    write(to, must(from))
    localStorage.removeItem(STORE + from)
  },
  unlinkSync(path: string) {
    must(path)
    localStorage.removeItem(STORE + path)
  },
  readdirSync: (folder: string) => Object.keys(localStorage).filter((key) => key.startsWith(`${STORE}${folder}/`)).map((key) => key.slice(STORE.length + folder.length + 1)),
  statSync: (path: string) => ({ size: must(path).startsWith('data:') ? blobOf(must(path)).size : new TextEncoder().encode(must(path)).length }),
  saveFileSync(temporary: string, path: string) {
    const data = pictures.get(temporary)
    if (!data) throw new Error(`tempFilePath file not exist, "${temporary}"`)
    write(path, data)
    pictures.delete(temporary)
  },
}

export const userFolder = HOME
