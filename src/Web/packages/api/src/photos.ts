import type { Attempt, Client } from './client.ts'
import type { PhotoTaken, PhotoStored, ReportedPosition } from './shapes.ts'

/** Uploads one JPEG. The position, when given, is what the phone reported (GCJ-02 from WeChat). */
export function uploadPhoto(client: Client, photo: PhotoTaken, kind: string, attempt: Attempt, position?: ReportedPosition): Promise<PhotoStored> {
  const form = new FormData()
  form.set('kind', kind)
  form.set('takenAt', photo.takenAt)
  if (position) {
    form.set('latitude', String(position.latitude))
    form.set('longitude', String(position.longitude))
    if (position.accuracyMetres !== null) form.set('accuracy', String(position.accuracyMetres))
    form.set('system', position.system)
  }
  form.set('file', photoFile(photo.dataUrl))
  return client.post('/photos', form, attempt)
}

/** A picture as a file of a form. */
export const photoFile = (dataUrl: string) => new File([bytesOf(dataUrl)], 'photo.jpg', { type: 'image/jpeg' })

function bytesOf(dataUrl: string): Uint8Array<ArrayBuffer> {
  const raw = atob(dataUrl.slice(dataUrl.indexOf(',') + 1))
  return Uint8Array.from(raw, c => c.charCodeAt(0))
}
