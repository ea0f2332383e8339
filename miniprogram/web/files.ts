// Temporary files: WeChat hands out paths, a browser has blobs.
const kept = new Map<string, { blob: Blob; url: string }>()

export const files = {
  put(blob: Blob, ending: string): string {
    const path = `http://tmp/mini_${kept.size + 1}.${ending}`
    kept.set(path, { blob, url: URL.createObjectURL(blob) })
    return path
  },
  blob: (path: string): Blob | undefined => kept.get(path)?.blob,
  url: (path: string): string => kept.get(path)?.url ?? path,
}
