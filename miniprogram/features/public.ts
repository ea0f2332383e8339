// What anybody reads without sign-in (SCR-04, ORG-38): the authority's articles, agencies and projects by type. The region is remembered.
import { draft, keepDraft } from '../lib/drafts'
import { getPublic } from '../lib/http'
import { day } from './words'

export interface Region { code: string; name: string; publishesProjects: boolean; registersAgencies: boolean }
export type Subject = 'articles' | 'agencies' | 'projects'
export type Kind = 'Notice' | 'Guide' | 'Law' | 'Standard'
export type Type = 'MaintenanceAndDetection' | 'Assessment'

/** As the manual names the entries of the home page. */
export const kinds: { key: Kind; says: string }[] = [{ key: 'Notice', says: '报告通告' }, { key: 'Guide', says: '办公指南' }, { key: 'Law', says: '相关法规' }, { key: 'Standard', says: '技术标准' }]
export const types: { key: Type; says: string }[] = [{ key: 'MaintenanceAndDetection', says: '维护保养检测' }, { key: 'Assessment', says: '消防安全评估' }]
export const services: Record<string, string> = { Maintenance: '维护保养', AnnualDetection: '年度检测', CompletionDetection: '竣工检测', SpecialDetection: '专项检测', Assessment: '安全评估' }
export const states: Record<string, { says: string; tone: string; icon: string }> = {
  Draft: { says: '已保存', tone: 'grey', icon: 'info-circle' }, Active: { says: '已提交', tone: 'now', icon: 'time' }, Practised: { says: '已执业', tone: 'now', icon: 'check-circle' },
  Retest: { says: '待复检', tone: 'wait', icon: 'error-circle-filled' }, Done: { says: '已完成', tone: 'good', icon: 'check-circle' }, Terminated: { says: '已终止', tone: 'grey', icon: 'close-circle' }, Cancelled: { says: '已注销', tone: 'grey', icon: 'close-circle' },
}

interface ArticleRow { id: string; kind: Kind; title: string; source: string | null; publisher: string; publishedAt: string }
interface AgencyRow { id: string; name: string; creditCode: string; serviceTypes: Type[]; address: string | null }
interface ProjectRow { id: string; name: string; district: string | null; serviceType: string; state: string; agencyId: string; agencyName: string }

/** One card of any of the three lists. */
export interface Line { id: string; subject: Subject; title: string; facts: string; state: string; tone: string; icon: string }
export interface Lines { lines: Line[]; total: number; more: boolean }

const REGION = 'region'
let known: Region[] | null = null

export async function regions(): Promise<Region[]> { return (known ??= await getPublic<Region[]>('/regions')) }

/** The one chosen last; at first one whose directory is whole. */
export async function chosenRegion(): Promise<Region> {
  const all = await regions()
  const kept = draft<{ code: string }>(REGION)?.code
  return all.find((r) => r.code === kept) ?? all.find((r) => r.publishesProjects) ?? all[0]!
}

export function chooseRegion(code: string): void { keepDraft(REGION, { code }) }

export interface Wanted { kind?: string; type?: string; agencyId?: string; search?: string; page?: number; size?: number }

export async function lines(subject: Subject, region: string, { page = 1, size = 20, ...wanted }: Wanted): Promise<Lines> {
  const query = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value)) as Record<string, string>
  const { items, total } = await getPublic<{ items: unknown[]; total: number }>(`/${subject}`, { region, ...query, page: String(page), size: String(size) })
  return { lines: items.map((row) => lineOf(subject, row)), total, more: page * size < total }
}

function lineOf(subject: Subject, row: unknown): Line {
  if (subject === 'articles') {
    const a = row as ArticleRow
    return { id: a.id, subject, title: a.title, facts: a.source ?? `${day(a.publishedAt)} ${a.publisher}`, state: '', tone: '', icon: '' }
  }

  if (subject === 'agencies') {
    const a = row as AgencyRow
    return { id: a.id, subject, title: a.name, facts: a.address ?? '还没有登记办公地', state: '', tone: '', icon: '' }
  }

  const p = row as ProjectRow
  const state = states[p.state] ?? states.Active!
  return { id: p.id, subject, title: p.name, facts: [p.district, services[p.serviceType], p.agencyName].filter(Boolean).join('，'), state: state.says, tone: state.tone, icon: state.icon }
}

/** A detail as a title, what to read, and facts with their names. */
export interface Sheet { title: string; under: string; blocks: { kind: 'Heading' | 'Item' | 'Paragraph'; text: string }[]; facts: { says: string; value: string }[]; agency: string; projectsOf: string }

export async function sheet(subject: Subject, id: string): Promise<Sheet> {
  const nothing = { blocks: [], facts: [], agency: '', projectsOf: '' }
  if (subject === 'articles') {
    const { article: a, blocks } = await getPublic<{ article: ArticleRow; blocks: Sheet['blocks'] }>(`/articles/${id}`)
    return { ...nothing, title: a.title, under: [a.source, `${a.publisher} ${day(a.publishedAt)}发布`].filter(Boolean).join('，'), blocks }
  }

  if (subject === 'agencies') {
    const found = await getPublic<{ agency: AgencyRow; region: string; engineers: number; operators: number; technicalLeads: number }>(`/agencies/${id}`)
    const a = found.agency
    const open = (await regions()).find((r) => r.code === found.region)?.publishesProjects
    return {
      ...nothing, title: a.name, under: a.serviceTypes.map((t) => types.find((known) => known.key === t)?.says ?? '').join('、'), projectsOf: open ? a.id : '',
      facts: [
        { says: '统一社会信用代码', value: a.creditCode }, { says: '办公地', value: a.address ?? '还没有登记' }, { says: '注册消防工程师', value: `${found.engineers} 人` },
        { says: '消防设施操作员', value: `${found.operators} 人` }, { says: '技术负责人', value: `${found.technicalLeads} 人` },
      ],
    }
  }

  const p = await getPublic<ProjectRow>(`/projects/${id}`)
  return {
    ...nothing, title: p.name, under: '公开的只有下面这些。', agency: p.agencyId,
    facts: [{ says: '状态', value: states[p.state]?.says ?? '' }, { says: '服务类别', value: services[p.serviceType] ?? '' }, { says: '所在区', value: p.district ?? '还没有填' }, { says: '服务机构', value: p.agencyName }],
  }
}
