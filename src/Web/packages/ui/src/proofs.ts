import type { Proof } from './EvidenceStrip.vue'
import * as say from './wording.ts'

/** Who, where, when, what of one arrival. Scores 0 to 1, metres to the fence, minutes on site. */
export interface Arrival {
  score?: number | null
  threshold?: number | null
  /** 非人脸: who bore witness instead */
  witnessName?: string | null
  position?: { latitude: number; longitude: number; accuracyMetres?: number | null } | null
  insideFence?: boolean | null
  distanceMetres?: number | null
  startedAt?: string | null
  endedAt?: string | null
  minutes?: number | null
  photos: number
}

/** The four cells 人 位 时 像 in their fixed order. What is missing is said, with why. */
export function proofsOf(e: Arrival, words: { lasting?: string; photos?: string } = {}): [Proof, Proof, Proof, Proof] {
  const threshold = e.threshold ?? .8
  const face: Proof = e.witnessName ? { icon: 'face', label: '本人', value: '非人脸', detail: `${e.witnessName}见证`, state: 'wa' }
    : e.score == null ? { icon: 'face', label: '本人', value: '没有', detail: '没比对', state: 'wa' }
    : { icon: 'face', label: '本人', value: say.score(e.score), detail: `≥ ${threshold.toFixed(2)}`, state: e.score >= threshold ? 'ok' : 'no' }
  const [figure, unit] = e.distanceMetres == null ? ['没有', ''] : say.metres(e.distanceMetres).split(' ')
  const place: Proof = { icon: 'pin', label: '位置', value: figure!, unit, detail: e.insideFence == null ? '没定位' : e.insideFence ? '围栏内' : '围栏外', state: e.insideFence == null ? 'wa' : e.insideFence ? 'ok' : 'no' }
  const time: Proof = e.minutes != null ? { icon: 'clock', label: '时长', value: say.hours(e.minutes), detail: words.lasting ?? (e.startedAt && e.endedAt ? `${say.clock(e.startedAt)}–${say.clock(e.endedAt)}` : '已结束'), state: e.minutes > 0 ? 'ok' : 'no' }
    : e.startedAt ? { icon: 'clock', label: '时间', value: say.clock(e.startedAt), detail: say.dayWord(e.startedAt), state: 'ok' }
      : { icon: 'clock', label: '时间', value: '没有', detail: '没打卡', state: 'wa' }
  const photos: Proof = { icon: 'img', label: '照片', value: String(e.photos), unit: '张', detail: e.photos ? words.photos ?? '现场拍的' : '没拍', state: e.photos ? 'ok' : 'wa' }
  return [face, place, time, photos]
}
