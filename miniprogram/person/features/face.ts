// 人脸信息登记 (PEO-24…26): the picture is judged by the server; its hint is the sentence for the next try.
import { get, newKey, post, upload } from '../../lib/http'
import { pictureAt } from '../../lib/server'
import { day } from '../../features/words'

export interface BasePhoto { id: string; state: 'Pending' | 'Approved' | 'Rejected'; submittedAt: string; decidedAt: string | null; reason: string | null; photo: { link: string } }
export interface FaceBase { inUse: BasePhoto | null; latest: BasePhoto | null; approvedBy: string }
export interface Told { tone: string; icon: string; state: string; says: string; photo?: string }

export function faceBase(): Promise<FaceBase> { return get<FaceBase>('/face-base') }

export async function uploadPortrait(file: string): Promise<string> {
  return (await upload('/photos', file, { kind: 'Portrait' }, newKey())).id
}

export async function handIn(file: string): Promise<BasePhoto> {
  return post<BasePhoto>('/face-base', { photoId: await uploadPortrait(file) }, newKey())
}

/** State in colour, sign and word; what counts meanwhile. */
export function tell(base: FaceBase): Told {
  const { latest, inUse } = base
  if (!latest) return { tone: 'wait', icon: 'time', state: '还没有登记', says: '拍一张，通过以后才能打卡。' }
  const photo = pictureAt(latest.photo.link)
  switch (latest.state) {
    case 'Approved': return { tone: 'good', icon: 'check-circle', state: '通过', says: `${day(latest.decidedAt!)} 起用这张比对。`, photo }
    case 'Rejected': return { tone: 'bad', icon: 'close-circle', state: '退回', says: `${latest.reason}。${inUse ? '以前那张还能用。' : ''}`, photo }
    default: return { tone: 'wait', icon: 'time', state: '待审核', says: `${day(latest.submittedAt)} 交的，${base.approvedBy}。${inUse ? '通过以前仍用以前那张。' : ''}`, photo }
  }
}
