// What the result page says: the new state, why, and the one natural next act.
import { clock, day, metres, minutes, titleAndWhy } from './words'
import type { Attempt, Ended, Outcome, Refused, Started } from './visits'

export interface Cell { icon: string; label: string; value: string; remark: string; tone: string }

/** `next` is what the filled button does. */
export interface Told { tone: 'good' | 'wait' | 'bad'; icon: string; title: string; why: string; evidence: Cell[]; next: 'home' | 'field' | 'form' | 'again' | 'repeat' | 'endOther' | 'witness'; verb: string; secondWay?: boolean; form?: string; mayTakeForm?: boolean; away?: boolean }

export function tell(attempt: Attempt, outcome: Outcome): Told {
  switch (outcome.kind) {
    case 'started': return started(outcome, attempt.place.accuracy)
    case 'ended': return ended(outcome, attempt.place.accuracy)
    case 'refused': return refused(outcome, attempt.visitId !== null)
  }
}

function started(o: Started, accuracy: number): Told {
  return {
    tone: 'good', icon: 'check-circle-filled', title: '开始计时了', why: `从 ${clock(o.startedAt)} 算起，离开现场前记得点“结束执业”。`,
    evidence: [face(o), place(true, o.distanceMetres, accuracy), { icon: 'time', label: '开始', value: clock(o.startedAt), remark: day(o.startedAt), tone: 'good' }, sent()],
    // CHK-11, 12, told before it can happen
    form: `${o.formWriter ? `今天由${o.formWriter}填，您不用填。` : '谁填，开工时先确认好。'}交单时还没结束的人，当天时长记 0。`, mayTakeForm: !o.formWriter, next: 'field', verb: '去做记录',
  }
}

function ended(o: Ended, accuracy: number): Told {
  const counts = o.mark === 'None'
  const mine = o.formIsMissing && !o.formWriter
  const form = mine ? '当天的反馈单还没有人填。' : o.formIsMissing ? `当天的反馈单由${o.formWriter}填。` : ''
  return {
    tone: counts ? 'good' : 'wait', icon: counts ? 'check-circle-filled' : 'error-circle-filled',
    title: counts ? '这次执业结束了' : '这次时长不算',
    // CHK-08, 09, 13: a zero is said in words, to the one whom it costs
    why: counts ? `${clock(o.startedAt)}–${clock(o.endedAt)}，计 ${minutes(o.minutes)}。${form}` : `${o.markReason ?? ''}，委托单位和主管部门可见。${form}`,
    evidence: [face(o), place(o.insideFence, o.distanceMetres, accuracy), { icon: 'time', label: '时长', value: `${o.minutes} 分`, remark: `${clock(o.startedAt)}–${clock(o.endedAt)}`, tone: counts ? 'good' : 'wait' }, sent()],
    ...(mine ? { next: 'form', verb: '去填反馈单' } : { next: 'home', verb: '回首页' }),
  }
}

function refused(o: Refused, ending: boolean): Told {
  const [title, why] = titleAndWhy(o.title)
  const base = { tone: 'bad' as const, icon: 'error-circle-filled', title, why, evidence: [] }
  if (o.mayRepeat) return { ...base, tone: 'wait', next: 'repeat', verb: '再试一次' }
  if (o.code === 'visit.open_elsewhere') return { ...base, next: 'endOther', verb: '去结束那边' }
  if (o.code === 'visit.out_of_fence') return { ...base, away: true, next: 'again', verb: '再定位一次' }
  if (o.code.startsWith('position.')) return { ...base, next: 'again', verb: '再定位一次' }
  if (o.code.startsWith('visit.challenge_') || o.code === 'visit.photo_not_fresh') return { ...base, next: 'again', verb: '重新拍一张' }
  if (o.code === 'face.consent_missing') return { ...base, title: '不用人脸也能打卡', why: '您没有同意人脸核对。改用短信验证码、现场照片和同事见证，记录上标明“非人脸”。', tone: 'wait', next: 'witness', verb: '换一种方式' }
  if (o.code === 'face.not_matched') return { ...base, secondWay: true, title: '没认出是您', why: `${compared(o)}摘了帽子和口罩，到亮处重新拍一张。`, next: 'again', verb: '重新拍一张' }
  if (o.code.startsWith('face.') && o.code !== 'face.no_base') return { ...base, secondWay: o.code === 'face.no_face', next: 'again', verb: '重新拍一张' }
  return { ...base, title: title === '这次没有办成' && !ending ? '还不能开工' : title, next: 'home', verb: '回首页' }
}

/** The figure and what it should be, where the server tells them. */
const compared = ({ facts: { score, threshold } }: Refused): string =>
  typeof score === 'number' && typeof threshold === 'number' ? `和底图比对是 ${score.toFixed(2)}，要 ${threshold.toFixed(2)}。` : ''

const face = (o: { score: number | null; threshold: number | null; witnessName?: string | null }): Cell => o.score === null || o.threshold === null
  ? { icon: 'face', label: '本人', value: '非人脸', remark: `${o.witnessName ?? '同事'}见证`, tone: 'wait' }
  : ({ icon: 'face', label: '本人', value: o.score.toFixed(2), remark: `≥ ${o.threshold.toFixed(2)}`, tone: 'good' })
const place = (inside: boolean, distance: number, accuracy: number): Cell => ({ icon: 'location', label: '位置', value: inside ? '围栏内' : metres(distance), remark: inside ? `精度 ${metres(accuracy)}` : '围栏外', tone: inside ? 'good' : 'bad' })
const sent = (): Cell => ({ icon: 'check-circle', label: '记录', value: '已送达', remark: '服务器时间', tone: 'good' })
