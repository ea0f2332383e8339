import { PhoneRefusal, type PhoneWay } from './index.ts'
import { refusal } from './phone.ts'

/** Without WeChat: the file picker with the camera, and the browser's own position (WGS-84). */
export function browserWay(): PhoneWay {
  return {
    takePhoto: async camera => (await pick(1, camera))[0]!,
    choosePhotos: most => pick(most),
    locate: () => new Promise((done, fail) => {
      if (!navigator.geolocation) return fail(new PhoneRefusal('这台手机不能定位', '请用微信打开。'))
      navigator.geolocation.getCurrentPosition(
        p => done({ latitude: p.coords.latitude, longitude: p.coords.longitude, accuracyMetres: p.coords.accuracy, system: 'Wgs84' }),
        () => fail(refusal('getLocation', 'denied')),
        { enableHighAccuracy: true, timeout: 15_000 })
    }),
    scan: () => Promise.reject(new PhoneRefusal('请用微信打开', '扫码要用微信的扫一扫。')),
    close: () => false,
  }
}

/** The file picker: straight to the camera where one is named, else camera or album as the phone asks. */
function pick(most: number, camera?: 'front' | 'back'): Promise<{ dataUrl: string; takenAt: string }[]> {
  return new Promise((done, fail) => {
    const input = document.createElement('input')
    input.type = 'file'
    input.accept = 'image/*'
    input.multiple = most > 1
    if (camera) input.setAttribute('capture', camera === 'front' ? 'user' : 'environment')
    input.style.display = 'none'
    input.addEventListener('change', () => {
      const files = [...input.files ?? []].slice(0, most)
      input.remove()
      if (!files.length) return fail(refusal('chooseImage', 'cancel'))
      Promise.all(files.map(asJpeg)).then(all => done(all.map(dataUrl => ({ dataUrl, takenAt: new Date().toISOString() }))), fail)
    })
    input.addEventListener('cancel', () => { input.remove(); fail(refusal('chooseImage', 'cancel')) })
    document.body.append(input)
    input.click()
  })
}

/** JPEG files pass untouched; anything else the browser can draw becomes JPEG, at most 1600 px wide. */
async function asJpeg(file: File): Promise<string> {
  if (file.type === 'image/jpeg' && file.size < 6 * 1024 * 1024) return read(file)
  const picture = await createImageBitmap(file).catch(() => { throw new PhoneRefusal('这张照片打不开', '请用相机现拍一张。') })
  const scale = Math.min(1, 1600 / picture.width)
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(picture.width * scale)
  canvas.height = Math.round(picture.height * scale)
  canvas.getContext('2d')!.drawImage(picture, 0, 0, canvas.width, canvas.height)
  return canvas.toDataURL('image/jpeg', .9)
}

function read(file: Blob): Promise<string> {
  return new Promise((done, fail) => {
    const reader = new FileReader()
    reader.onload = () => done(String(reader.result))
    reader.onerror = () => fail(reader.error)
    reader.readAsDataURL(file)
  })
}
