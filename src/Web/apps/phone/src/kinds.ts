import type { Person } from './sandbox.ts'

export const KINDS: Record<string, string> = {
  Lead: '项目负责人', TechnicalLead: '技术负责人', Operator: '现场作业', OwnerContact: '业主联系人', AgencyAdmin: '机构管理员', Brigade: '大队监督员', Corps: '总队监督员',
}
/** Who stands at the top of the list; the others are folded away. */
export const ORDER = ['Lead', 'TechnicalLead', 'Operator', 'OwnerContact', 'AgencyAdmin', 'Brigade', 'Corps']

export function saysOf(p: Person): string {
  const kind = KINDS[p.kind] ?? p.kind
  if (p.kind === 'Operator') return `${kind}，用小程序`
  if (p.kind === 'Brigade' || p.kind === 'Corps') return `${kind}，用电脑`
  if (p.follows.agency && p.follows.owner) return `${kind}，两个号都关注`
  if (p.kind === 'OwnerContact') return p.follows.owner ? `${kind}，已关注` : `${kind}，没关注公众号`
  return p.follows.agency ? `${kind}，已关注` : `${kind}，没关注公众号`
}
