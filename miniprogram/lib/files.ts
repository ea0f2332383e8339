// The phone's own files: what must outlive the app. A text is written beside its old one and takes its place in one step, so that an app
// that is ended at any moment leaves the old text or the new one, never half of it.

/** WeChat lets an app keep 200 MB of files. */
export const MOST_BYTES = 200 * 1024 * 1024

const at = (name: string): string => `${wx.env.USER_DATA_PATH}/${name}`

export function readJson<T>(name: string): T | null {
  try {
    return JSON.parse(wx.getFileSystemManager().readFileSync(at(name), 'utf8') as string) as T
  } catch {
    return null // never written, or removed
  }
}

export function writeJson(name: string, value: object): void {
  const files = wx.getFileSystemManager()
  files.writeFileSync(at(`${name}.new`), JSON.stringify(value), 'utf8')
  files.renameSync(at(`${name}.new`), at(name))
}

/** Of a temporary file; '' where it is no text or is gone. */
export function readText(path: string): string {
  try {
    return wx.getFileSystemManager().readFileSync(path, 'utf8') as string
  } catch {
    return ''
  }
}

export function names(): string[] {
  return wx.getFileSystemManager().readdirSync(wx.env.USER_DATA_PATH)
}

export function remove(name: string): void {
  try {
    wx.getFileSystemManager().unlinkSync(at(name))
  } catch { /* it is gone already */ }
}

/** Takes a picture of the camera, which WeChat may throw away, among the files. */
export function keepPicture(temporary: string, name: string): { path: string; bytes: number } {
  wx.getFileSystemManager().saveFileSync(temporary, at(name))
  return { path: at(name), bytes: sizeOf(name) }
}

/** A picture that the app drew. */
export function writePicture(name: string, base64: string): { path: string; bytes: number } {
  wx.getFileSystemManager().writeFileSync(at(name), base64, 'base64')
  return { path: at(name), bytes: sizeOf(name) }
}

export function pathOf(name: string): string {
  return at(name)
}

export function usedBytes(): number {
  return names().reduce((sum, name) => sum + sizeOf(name), 0)
}

function sizeOf(name: string): number {
  try {
    return (wx.getFileSystemManager().statSync(at(name)) as WechatMiniprogram.Stats).size
  } catch {
    return 0
  }
}
