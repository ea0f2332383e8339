// 人员注册 (PEO-15, 16) and 入职, 离职 (PEO-17…19): what is missing next, and the words of what became of it.
import { get, getPublic, newKey, post, put } from '../../lib/http'
import { keepSession } from '../../lib/session'
import { day } from '../../features/words'
import { uploadPortrait } from './face'

export type Post = 'Engineer' | 'Operator' | 'Representative'
export interface Certificate { kind: 'Engineer' | 'Operator'; level: string; number: string; validUntil: string; direction?: string | null; says?: string | null }
export interface Registration { state: 'RealName' | 'PortraitPassed' | 'Complete'; name: string; maskedPhone: string; certificates: Certificate[]; posts: Post[] }
export interface Line { id: string; move: 'Join' | 'Leave' | 'Renew'; agency: string; post: Post | null; state: 'Pending' | 'Passed' | 'Rejected'; askedAt: string; decidedAt: string | null; decidedBy: string | null; reason: string | null }
export interface Employment { agency: string | null; isRegistered: boolean; posts: Post[]; region: string; requests: Line[] }
export interface Agency { id: string; name: string; address: string | null }

export const posts: Record<Post, string> = { Engineer: '注册消防工程师', Operator: '消防设施操作员', Representative: '法人授权代表' }

/** Kinds and levels as the certificates print them. */
export const papers: { kind: Certificate['kind']; level: string; says: string }[] = [
  { kind: 'Engineer', level: 'FirstGrade', says: '一级注册消防工程师' }, { kind: 'Engineer', level: 'SecondGrade', says: '二级注册消防工程师' },
  { kind: 'Operator', level: 'Junior', says: '消防设施操作员（初级）' }, { kind: 'Operator', level: 'Intermediate', says: '消防设施操作员（中级）' },
  { kind: 'Operator', level: 'Senior', says: '消防设施操作员（高级）' }, { kind: 'Operator', level: 'Technician', says: '消防设施操作员（技师）' },
  { kind: 'Operator', level: 'SeniorTechnician', says: '消防设施操作员（高级技师）' },
]

export async function begin(region: string, name: string, identityNumber: string, privacyVersion: string): Promise<void> {
  const answer = await post<{ token: string; name: string; roles: string[] }>('/registration', { region, name, identityNumber, privacyVersion }, '')
  keepSession({ token: answer.token, name: answer.name, roles: answer.roles })
}

export function registration(): Promise<Registration> { return get<Registration>('/registration') }
export async function sendPortrait(file: string): Promise<Registration> { return put<Registration>('/registration/portrait', { photoId: await uploadPortrait(file) }, '') }
export function sendCertificates(certificates: Certificate[]): Promise<Registration> { return put<Registration>('/registration/certificates', { certificates }, '') }

export function employment(): Promise<Employment> { return get<Employment>('/employment') }
export function join(agencyId: string, as: Post): Promise<Line> { return post<Line>('/employment/joins', { agencyId, post: as }, newKey()) }
export function leave(): Promise<Line> { return post<Line>('/employment/leaves', { isSure: true }, newKey()) }

export async function agencies(region: string, search: string): Promise<Agency[]> {
  return (await getPublic<{ items: Agency[] }>('/agencies', { region, search, size: '50' })).items
}

export interface Told { id: string; title: string; tone: string; icon: string; state: string; says: string }

export function tell(line: Line): Told {
  const what = line.move === 'Join' ? `入职${line.agency}${line.post ? `，${posts[line.post]}` : ''}` : line.move === 'Renew' ? '更新证书' : `从${line.agency}离职`
  const asked = `${day(line.askedAt)} 申请`
  if (line.state === 'Passed') return { id: line.id, title: what, tone: 'good', icon: 'check-circle', state: '通过', says: `${asked}，${line.decidedBy} 审核` }
  if (line.state === 'Rejected') return { id: line.id, title: what, tone: 'bad', icon: 'close-circle', state: '驳回', says: `${line.decidedBy}：${line.reason}` }
  return { id: line.id, title: what, tone: 'wait', icon: 'time', state: '待审核', says: `${asked}，等授权代表或管理人员审核` }
}
