// 项目管理 (SCR-05, PRJ-30…32, 45, 46): one's projects, what may be done with each by its state, and one project's pages.
import { download, get, newKey, post, Refusal } from '../../lib/http'
import { metresAcross, type FencePoint } from '../../features/fence'
import { services, states } from '../../features/public'
import { clock, date, day, minutes, today } from '../../features/words'

interface Row { id: string; name: string; ownerName: string; serviceType: string; state: string; address: string; termEnds: string; missingParts: string[]; endReason: string | null; mayDelete: boolean; mayEnd: boolean }

export interface Line { id: string; name: string; facts: string; under: string; state: string; tone: string; icon: string; mayDelete: boolean; mayEnd: boolean; ended: boolean; endReason: string }

export interface Filter { key: string; says: string }
export const filters: Filter[] = [{ key: '', says: '全部' }, { key: 'Draft', says: '已保存' }, { key: 'Active', says: '已提交' }, { key: 'Practised', says: '已执业' }, { key: 'Retest', says: '待复检' }, { key: 'Done', says: '已完成' }, { key: 'Terminated', says: '已终止' }]

const PAGE = 20

export async function mine(state: string, search: string, page: number): Promise<{ lines: Line[]; total: number; more: boolean }> {
  const query = Object.fromEntries(Object.entries({ state, search, page: String(page), size: String(PAGE) }).filter(([, value]) => value))
  const { items, total } = await get<{ items: Row[]; total: number }>('/projects', query)
  return { lines: items.map(lineOf), total, more: page * PAGE < total }
}

function lineOf(p: Row): Line {
  const state = states[p.state] ?? states.Active!
  return {
    id: p.id, name: p.name, facts: p.address, under: p.missingParts.length ? `还缺${p.missingParts.join('、')}` : `${services[p.serviceType]}，${p.ownerName}`,
    state: state.says, tone: state.tone, icon: state.icon, mayDelete: p.mayDelete, mayEnd: p.mayEnd, ended: p.state === 'Terminated' || p.state === 'Cancelled', endReason: p.endReason ?? '',
  }
}

/** One act keeps its key: sent again after a lost answer it is the same act. */
export function remove(id: string, key: string): Promise<unknown> { return post(`/projects/${id}/deletion`, { isSure: true }, key) }
export function end(id: string, reason: string, key: string): Promise<unknown> { return post(`/projects/${id}/termination`, { reason, isSure: true }, key) }
export const newAct = newKey

interface Named { id: string; name: string }
export interface Project {
  id: string; name: string; serviceType: string; state: string; address: string; ownerName: string; contractNumber: string; termStarts: string; termEnds: string; lead: Named | null; technicalLead: Named | null; members: Named[]
  missingParts: string[]; contacts: { id: string; name: string; maskedPhone: string }[]; contactRequired: boolean; buildings: { name: string; areaSquareMetres: number }[]; fence: FencePoint[]; facilities: { systemName: string }[]
  firstWorkAt: string | null; createdAt: string; ending: { reason: string; byName: string; at: string } | null; mayDelete: boolean; mayEnd: boolean
}

export function project(id: string): Promise<Project> { return get<Project>(`/projects/${id}`) }

/** 出示绑定码: the picture that the client's contact scans. */
export async function bindingCode(id: string): Promise<string> { return (await post<{ imageUrl: string }>(`/projects/${id}/contact-invitation`, {}, newKey())).imageUrl }

/** 项目公示 as it hangs at the site (PRJ-45). @returns The PDF's place on the phone. */
export function notice(id: string): Promise<string> { return download(`/projects/${id}/notice.pdf`) }

export interface Fact { says: string; value: string }
export interface Item { id: string; title: string; facts: string; says: string; tone: string }

export function factsOf(p: Project): Fact[] {
  const systems = [...new Set(p.facilities.map((f) => f.systemName))]
  const area = p.buildings.reduce((sum, b) => sum + b.areaSquareMetres, 0)
  return [
    { says: '服务类别', value: services[p.serviceType] ?? '' }, { says: '委托单位', value: p.ownerName }, { says: '地址', value: p.address },
    { says: '合同', value: `${p.contractNumber}，${date(p.termStarts)}至${date(p.termEnds)}` },
    { says: '建筑', value: p.buildings.length ? `${p.buildings.length} 栋，${Math.round(area)} 平方米` : '还没有填' }, { says: '消防系统', value: systems.length ? systems.join('、') : '还没有选' },
  ]
}

/** What the sketch shows, in words (PRJ-19). */
export function placeOf({ fence }: Project): string {
  return fence.length > 2 ? `围栏宽约 ${Math.round(metresAcross(fence))} 米，在虚线里才能打卡。示意图，不是地图。` : ''
}

export function peopleOf(p: Project): Fact[] {
  return [{ says: '项目负责人', value: p.lead?.name ?? '还没有定' }, { says: '技术负责人', value: p.technicalLead?.name ?? '还没有定' }, { says: '执业人员', value: p.members.map((m) => m.name).join('、') || '还没有' }]
}

const PLANS: Record<string, [string, string]> = { Drafted: ['未下发', 'wait'], Assigned: ['已下发', 'now'], InProgress: ['进行中', 'now'], Completed: ['已完成', 'good'] }
const REPORTS: Record<string, [string, string]> = { Generating: ['生成中', 'now'], Ready: ['待备案', 'wait'], Failed: ['没有生成', 'bad'], Filed: ['已备案', 'good'], Saved: ['已保存', 'grey'] }

/** 维保计划: the periods of the term where the region plans by terms, else the plans that were made. */
export async function plans(p: Project): Promise<Item[]> {
  if (p.serviceType === 'Maintenance') {
    try {
      const term = await get<{ state: string; periods: { number: number; starts: string; ends: string; items: number; planState: string | null }[] }>(`/projects/${p.id}/term-plan`)
      return term.periods.map((at) => {
        const [says, tone] = at.planState ? PLANS[at.planState]! : at.ends < today() ? ['没有下计划', 'wait'] : at.starts > today() ? ['还没到期', 'grey'] : ['本期', 'now']
        return { id: String(at.number), title: `第 ${at.number} 期`, facts: `${date(at.starts)}至${date(at.ends)}，${at.items} 项`, says, tone }
      })
    } catch (e) {
      if (!(e instanceof Refusal) || e.mayRepeat) throw e // this region plans by months
    }
  }

  const { items } = await get<{ items: { id: string; name: string; facilities: number; state: string; dueBy: string }[] }>('/plans', { projectId: p.id, size: '50' })
  return items.map((at) => ({ id: at.id, title: at.name, facts: `${at.facilities} 项设施，${date(at.dueBy)}前做完`, says: PLANS[at.state]?.[0] ?? '', tone: PLANS[at.state]?.[1] ?? '' }))
}

/** 执业历史 of everybody who worked there (PRJ-46). */
export async function visits(id: string, page: number): Promise<{ items: Item[]; more: boolean }> {
  const { items, total } = await get<{ items: { id: string; personName: string; startedAt: string; endedAt: string | null; minutes: number | null; mark: string; markReason: string | null }[]; total: number }>('/visits', { projectId: id, page: String(page), size: String(PAGE) })
  return {
    items: items.map((v) => ({
      id: v.id, title: v.personName, facts: `${day(v.startedAt)} ${clock(v.startedAt)}${v.endedAt ? `–${clock(v.endedAt)}` : ''}${v.markReason ? `。${v.markReason}` : ''}`,
      says: v.endedAt === null ? '执业中' : v.mark === 'None' ? minutes(v.minutes ?? 0) : '记 0 分钟', tone: v.endedAt === null ? 'now' : v.mark === 'None' ? 'good' : 'wait',
    })),
    more: page * PAGE < total,
  }
}

export async function reports(id: string): Promise<Item[]> {
  const { items } = await get<{ items: { id: string; number: string; month: string; state: string; form: string; generatedAt: string | null; filedAt: string | null }[] }>('/reports', { projectId: id, size: '50' })
  return items.map((r) => ({
    id: r.id, title: r.number || '还没有编号', facts: `${monthSays(r.month)}，${r.form}${r.filedAt ? `，${day(r.filedAt)}备案` : ''}`, says: REPORTS[r.state]?.[0] ?? '', tone: REPORTS[r.state]?.[1] ?? '',
  }))
}

/** 项目进度: what has happened, the oldest on top. */
export function progress(p: Project, reported: readonly Item[]): Item[] {
  const steps: (Item | null)[] = [
    { id: 'made', title: '项目登记', facts: day(p.createdAt), says: '', tone: 'good' },
    p.contacts.length ? { id: 'contact', title: '委托单位联系人绑定', facts: p.contacts.map((c) => c.name).join('、'), says: '', tone: 'good' } : { id: 'contact', title: '等委托单位联系人绑定', facts: p.contactRequired ? '绑定了才能开始执业' : '绑定了才收得到消息', says: '', tone: 'wait' },
    p.firstWorkAt ? { id: 'work', title: '开始执业', facts: `${day(p.firstWorkAt)} ${clock(p.firstWorkAt)}`, says: '', tone: 'good' } : null,
    reported.length ? { id: 'reports', title: `出具报告 ${reported.length} 份`, facts: reported.filter((r) => r.says === '已备案').length + ' 份已备案', says: '', tone: 'good' } : null,
    p.ending ? { id: 'end', title: `${p.ending.byName}${states[p.state]?.says === '已注销' ? '注销' : '终止'}`, facts: `${day(p.ending.at)}，${p.ending.reason}`, says: '', tone: 'grey' } : null,
    p.state === 'Done' ? { id: 'done', title: '已完成', facts: '', says: '', tone: 'good' } : null,
  ]
  return steps.filter((step): step is Item => step !== null)
}

function monthSays(iso: string): string {
  const [year, month] = iso.split('-')
  return `${year}年${Number(month)}月`
}
