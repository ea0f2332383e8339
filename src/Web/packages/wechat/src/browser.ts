import { PhoneRefusal, type PhoneWay } from './index.ts'
import { refusal } from './phone.ts'

/** Without WeChat: the file picker with the camera, and the browser's own position (WGS-84). */
export function browserWay(): PhoneWay {
  return {
    takePhoto: camera => new Promise((done, fail) => {
      const input = document.createElement('input')
      input.type = 'file'
      input.accept = 'image/*'
      input.setAttribute('capture', camera === 'front' ? 'user' : 'environment')
      input.style.display = 'none'
      input.addEventListener('change', () => {
        const file = input.files?.[0]
        input.remove()
        if (!file) return fail(refusal('chooseImage', 'cancel'))
        asJpeg(file).then(dataUrl => done({ dataUrl, takenAt: new Date().toISOString() }), fail)
      })
      input.addEventListener('cancel', () => { input.remove(); fail(refusal('chooseImage', 'cancel')) })
      document.body.append(input)
      input.click()
    }),
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
