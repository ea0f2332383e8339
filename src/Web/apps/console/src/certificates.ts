import type { CertificateCard } from '@wechatservice/api'

/** Kinds and levels as the certificates print them (PEO-03): as a form offers them, one choice each. */
export const papers: { kind: CertificateCard['kind']; level: CertificateCard['level']; says: string }[] = [
  { kind: 'Engineer', level: 'FirstGrade', says: '一级注册消防工程师' }, { kind: 'Engineer', level: 'SecondGrade', says: '二级注册消防工程师' },
  { kind: 'Operator', level: 'Junior', says: '消防设施操作员（五级/初级）' }, { kind: 'Operator', level: 'Intermediate', says: '消防设施操作员（四级/中级）' },
  { kind: 'Operator', level: 'Senior', says: '消防设施操作员（三级/高级）' }, { kind: 'Operator', level: 'Technician', says: '消防设施操作员（二级/技师）' },
  { kind: 'Operator', level: 'SeniorTechnician', says: '消防设施操作员（一级/高级技师）' },
]
