// What a CameraContext does with the <camera> of the page in front (developers.weixin.qq.com/miniprogram/dev/api/media/camera/CameraContext.html).
// One film at a time; it ends at stopRecord, at its longest time, or when camera or app are left, which WeChat tells by timeoutCallback.
import { files } from './files'
import { pages } from './pages'
import type { Loose } from './world'

const MIME = 'video/mp4'
const LONGEST_SECONDS = 300
/** Small enough for the browser's storage, where the phone's files lie. */
const BITS_PER_SECOND = 300_000

interface Taken { tempVideoPath: string; tempThumbPath: string }

let filming: { recorder: MediaRecorder; taken: Promise<Taken>; stopped: boolean } | null = null

export async function takePhoto() {
  const video = eye()
  return { tempImagePath: still(video, 0.92), width: video.videoWidth, height: video.videoHeight }
}

const FRAME_EVERY_MS = 100

/** onCameraFrame of the small frame size: RGBA pixels, ten a second; only between start and stop. */
export function cameraFrames(act: (frame: { data: ArrayBuffer; width: number; height: number }) => void) {
  let ticking = 0
  const tick = () => {
    const video = pages.top()?.element.querySelector<HTMLVideoElement>('wx-camera video')
    if (!video?.videoWidth) return
    const canvas = Object.assign(document.createElement('canvas'), { width: 144, height: 176 })
    const pen = canvas.getContext('2d', { willReadFrequently: true })
    if (!pen?.getImageData) return // jsdom draws nothing
    pen.drawImage(video, 0, 0, canvas.width, canvas.height)
    act({ data: pen.getImageData(0, 0, canvas.width, canvas.height).data.buffer, width: canvas.width, height: canvas.height })
  }
  return { start() { ticking = window.setInterval(tick, FRAME_EVERY_MS) }, stop() { clearInterval(ticking) } }
}

export async function startRecord({ timeout = 30, timeoutCallback }: Loose) {
  const video = eye()
  if (filming) throw new Error('is recording')
  if (!(timeout > 0 && timeout <= LONGEST_SECONDS)) throw new Error(`timeout ${timeout} is out of range`)
  if (!globalThis.MediaRecorder?.isTypeSupported(MIME)) throw new Error('this browser makes no MP4')
  const recorder = new MediaRecorder(video.srcObject as MediaStream, { mimeType: MIME, videoBitsPerSecond: BITS_PER_SECOND })
  const tempThumbPath = still(video, 0.8)
  const parts: Blob[] = []
  recorder.ondataavailable = ({ data }) => parts.push(data)
  const taken = new Promise<Taken>((done) => {
    recorder.onstop = async () => done({ tempVideoPath: files.putPicture(await address(new Blob(parts, { type: MIME })), 'mp4'), tempThumbPath })
  })
  const end = () => recorder.state === 'recording' && recorder.stop()
  const whenHidden = () => document.hidden && end()
  const over = setTimeout(end, timeout * 1000)
  document.addEventListener('visibilitychange', whenHidden)
  const now = (filming = { recorder, taken, stopped: false })
  void taken.then((film) => {
    clearTimeout(over)
    document.removeEventListener('visibilitychange', whenHidden)
    filming = null
    if (!now.stopped) timeoutCallback?.(film)
  })
  recorder.start()
}

export async function stopRecord({ success }: Loose) {
  // developers.weixin.qq.com/…/CameraContext.stopRecord.html: 以 Promise 风格 调用：不支持
  if (!success) throw new Error('no promise is given for it')
  if (filming?.recorder.state !== 'recording') throw new Error('is not recording')
  filming.stopped = true
  filming.recorder.stop()
  return filming.taken
}

function eye(): HTMLVideoElement {
  const video = pages.top()?.element.querySelector<HTMLVideoElement>('wx-camera video')
  if (!video?.videoWidth) throw new Error('camera not ready')
  return video
}

function still(video: HTMLVideoElement, quality: number): string {
  const canvas = Object.assign(document.createElement('canvas'), { width: video.videoWidth, height: video.videoHeight })
  canvas.getContext('2d')!.drawImage(video, 0, 0)
  return files.putPicture(canvas.toDataURL('image/jpeg', quality), 'jpg')
}

function address(film: Blob): Promise<string> {
  return new Promise((done) => {
    const reader = new FileReader()
    reader.onload = () => done(reader.result as string)
    reader.readAsDataURL(film)
  })
}
