import { pictureAt } from '../../lib/server'
// What the item page shows of a record that is being written.
import { clock } from '../../features/words'
import { filmsOf, inspects, locksVerdict, missing, overrides, photosOf, pieces, proposed, reasonOf, within, type Form } from './form'
import { conclusion } from './ledger'
import type { Kept } from './store'
import { REASONS, RESULTS, VERDICTS, type CannotReason, type Item, type Result, type Task } from './task'

export interface Option { value: string; text: string; on: boolean; remark: string }

export interface View {
  choices: Option[]; reasons: Option[]; results: Option[]; verdicts: Option[]
  questions: { key: string; text: string; isNumber: boolean; options: Option[]; value: string; unit: string; limit: string; says: string; tone: string }[]
  own: boolean; needsProof: boolean; locked: string; proposal: string; flagged: boolean; positions: boolean; sameEverywhere: string
  photos: { id: string; path: string; says: string; mine: boolean; film: boolean }[]; photoRule: string; mayShoot: boolean; mayFilm: boolean; missing: string
}

const option = (value: string, text: string, on: boolean, remark = ''): Option => ({ value, text, on, remark })

export function viewOf(form: Form, item: Item, task: Task): View {
  const mismatch = task.nature === 'Mismatch'
  const reason = reasonOf(form, task)
  const speaks = proposed(form, item)
  const judges = !task.judged && (form.canInspect === true || reason === 'NormMismatch')
  return {
    choices: task.judged || mismatch ? [] : [option('can', '能检查', form.canInspect === true), option('cannot', '不能检查', form.canInspect === false)],
    reasons: task.judged || mismatch || form.canInspect !== false ? [] : (Object.keys(REASONS) as CannotReason[]).map((r) =>
      option(r, REASONS[r], form.reason === r, r === 'NormMismatch' ? '写自己的测试项，再判' : r === 'NotTestable' ? '写原因，要业主签字的照片，记“不适用”' : '记“不适用”')),
    results: task.judged && !mismatch ? (Object.keys(RESULTS) as Result[]).map((r) => option(r, RESULTS[r], form.result === r, speaks === null ? '' : (r === 'Qualified' && speaks === 'Conforms') || (r === 'Unqualified' && speaks === 'Fails') ? '照实测值' : '')) : [],
    verdicts: judges ? (['Conforms', 'Fails'] as const).map((v) => option(v, VERDICTS[v], form.verdict === v, speaks === v ? '照实测值' : '')) : [],
    questions: inspects(form, task) || (task.judged && !form.result) ? item.questions.map((q) => {
      const value = form.answers[q.key] ?? ''
      const inside = within(q, value)
      return {
        key: q.key, text: q.text, isNumber: q.kind === 'Number', value, unit: q.unit ?? '', limit: q.limit ? `标准 ${q.limit}` : '',
        options: q.options.map((o) => option(o, o, value === o)), says: inside === null ? '' : inside ? '在标准内' : '不在标准内', tone: inside === false ? 'bad' : 'good',
      }
    }) : [],
    own: reason === 'NormMismatch', needsProof: reason === 'NotTestable', locked: locksVerdict(reason) ? '结果记“不适用”' : '',
    proposal: speaks ? `照实测值是${VERDICTS[speaks]}` : '', flagged: overrides(form, item, task), positions: task.judged && item.subItemCode !== null,
    sameEverywhere: '',
    photos: [
      ...form.known.map((p) => ({ id: p.id, path: pictureAt(p.link), says: '已传好', mine: false, film: false })),
      ...form.knownFilms.map((p) => ({ id: p.id, path: '', says: '视频，已传好', mine: false, film: true })),
      ...form.shots.map((s) => ({
        id: s.id, path: s.film?.poster ?? s.path, mine: true, film: s.film !== undefined,
        says: `${s.film ? `视频 ${s.film.seconds} 秒` : s.kind === 'Signature' ? '签名' : s.drawnOn ? '有标注' : clock(s.takenAt)}${s.place ? '' : ' 没有定位'}`,
      })),
    ],
    photoRule: reason === 'NoSuchDevice' || !task.photosAtLeast ? `已拍 ${photosOf(form)} 张，最多 ${task.photosAtMost} 张` : `至少 ${task.photosAtLeast} 张，已拍 ${photosOf(form)} 张`,
    mayShoot: photosOf(form) < task.photosAtMost, mayFilm: filmsOf(form) < task.videosAtMost, missing: missing(form, item, task),
  }
}

export interface Saved { clientId: string; title: string; says: string; tone: string; how: string }

/** Records of an item, of this phone and of the server, one a device (FLD-15). */
export function savedOf(now: Kept, item: Item): Saved[] {
  const local = now.entries.filter((e) => e.form.itemCode === item.code)
  const read = item.records.filter((r) => !local.some((e) => e.clientId === r.clientId))
  return [
    ...read.map((r) => ({
      clientId: r.clientId, says: r.result && now.task.judged ? RESULTS[r.result] : VERDICTS[r.verdict], tone: r.isFlagged || r.verdict === 'Fails' ? 'bad' : 'good',
      how: `${clock(r.clientTime)}，${pieces(r.photos.length, r.videos.length)}，已传好${r.isFlagged ? '，标红：结论和实测值不同' : ''}`,
    })),
    ...local.map((e) => ({
      clientId: e.clientId, says: conclusion(e.form, now.task), tone: e.form.verdict === 'Fails' || e.form.result === 'Unqualified' || overrides(e.form, item, now.task) ? 'bad' : 'good',
      how: `${clock(e.at)}，${pieces(photosOf(e.form), filmsOf(e.form))}，${e.theirs ? '两边都改过' : e.trouble ? '没有收下' : e.sent ? '已传好' : '存在手机里'}${overrides(e.form, item, now.task) ? '，标红：结论和实测值不同' : ''}`,
    })),
  ].map((r, i) => ({ ...r, title: `第 ${i + 1} 台` }))
}

export interface ItemLine { code: string; name: string; says: string; tone: string; icon: string; mark: string; remark: string }

/** 未记录 and 已记录 by class (FLD-07). */
export function groupsOf(now: Kept): { name: string; system: string; done: number; lines: ItemLine[] }[] {
  const classes = [...new Set(now.task.items.map((i) => i.classCode))]
  return classes.map((code) => {
    const items = now.task.items.filter((i) => i.classCode === code)
    const lines = items.map((item): ItemLine => {
      const saved = savedOf(now, item)
      const local = now.entries.filter((e) => e.form.itemCode === item.code)
      const waits = local.some((e) => e.theirs || e.trouble) ? '要您定' : local.some((e) => !e.sent) ? '存在手机里' : ''
      const red = saved.some((s) => s.how.includes('标红'))
      return {
        code: item.code, name: item.letter ? `${item.letter} ${item.name}` : item.name, remark: item.remark ? `要改：${item.remark}` : '',
        ...(saved.length ? { says: `已记录${saved.length > 1 ? ` ${saved.length} 台` : ''}`, tone: 'good', icon: 'check-circle' } : { says: '未记录', tone: 'wait', icon: 'time' }), mark: red ? '标红' : waits,
      }
    })
    return { name: items[0]!.className, system: items[0]!.systemName, done: lines.filter((l) => l.tone === 'good').length, lines }
  })
}
