// Who the owner's people are: binding, the unit's contacts, their accounts, what they chose and what is kept of them.
import { readFileSync } from 'node:fs'

const at = (day, time) => `2025-11-${String(day).padStart(2, '0')}T${time.padStart(5, '0')}:00+08:00`
const page = items => ({ items, total: items.length, number: 1, size: 20 })
const privacy = JSON.parse(readFileSync(new URL('../../../config/privacy/owner.json', import.meta.url))).paragraphs
const own = [{ id: 'p1', name: '澄湖商务中心 A 座' }, { id: 'p2', name: '澄湖商务中心 B 座' }]
const signInCode = readFileSync(new URL('./drawn/code.svg', import.meta.url), 'utf8')
const invitation = {
  projectName: own[0].name, ownerName: '云州澄湖物业', agencyName: '岚安消防', state: 'Open', expiresAt: null, askedByName: '顾南舟', address: '临湖区澄湖路 18 号', service: '消防设施维护保养',
  termStarts: '2025-04-01', termEnds: '2026-03-31', known: null, follows: false, mustFollow: 'Required', privacyVersion: '2026-11', privacy,
}
const kinds = [['feedback_form', '请为本次服务打分', false, true], ['term_plan', '维保计划请查收', false, false], ['monthly_report', '维保月报请查看', false, true], ['fault_found', '检查发现问题', true, true], ['report_filed', '维保报告已备案', true, true]]
  .map(([key, title, always, on]) => ({ key, title, always, on }))
const ownData = {
  name: '周桂兰', phone: '13800002046', since: at(3, '10:02'), bindings: own.map(p => ({ projectName: p.name, since: at(3, '10:02'), until: null })), consents: [{ version: '2026-11', givenAt: at(3, '10:02'), withdrawnAt: null }],
  sections: [{ heading: '收到的消息', records: [{ at: at(20, '14:07'), what: '维保报告已备案' }] }], privacyVersion: '2026-11', privacy,
}
const units = [{ id: 'u1', name: '云州澄湖物业管理中心', contacts: [
  { id: 'z', name: '周桂兰', maskedPhone: '138 **** 2046', isMe: true, follows: true, since: at(3, '10:02'), projects: own },
  { id: 'y', name: '严志平', maskedPhone: '139 **** 7710', isMe: false, follows: false, since: at(4, '15:20'), projects: own.slice(0, 1) },
] }]
const accounts = page([
  { contactId: 'z', name: '周桂兰', maskedPhone: '138 **** 2046', units: ['云州澄湖物业管理中心'], projects: 2, userName: 'yz40271586', standing: 'InUse', lastSignInAt: at(20, '9:18') },
  { contactId: 'y', name: '严志平', maskedPhone: '139 **** 7710', units: ['望山康养院'], projects: 1, userName: 'yz88301177', standing: 'Waiting', lastSignInAt: null },
  { contactId: 'x', name: '阿依古丽·买买提', maskedPhone: '136 **** 0231', units: ['北渚物流园'], projects: 1, userName: null, standing: 'WeChatOnly', lastSignInAt: null },
])

const rating = (formId, projectName, day, state, more = {}) => ({ formId, projectId: 'p1', projectName, agencyName: '岚安消防', day: `2025-11-${String(day).padStart(2, '0')}`, writerName: '孟知远', submittedAt: at(day, '17:47'), state, contactName: null, stars: null, comment: null, ratedAt: null, disagreements: [], proofs: [], ...more })
const rated = (day, stars, comment, disagreements = []) => ({ contactName: '周桂兰', stars, comment, ratedAt: at(day, '9:24'), disagreements })
const ratings = { figures: { open: 1, done: 2, notRated: 2, flagged: 1, average: 3.5 }, page: page([
  rating('f1', '澄湖商务中心 A 座', 20, 'Done', rated(21, 2, '来得晚，走得快。', [{ key: 'time', question: '来的时间', says: '不一致', note: '说好两点，三点才到。' }])),
  rating('f2', '澄湖商务中心 B 座', 19, 'Open'),
  rating('f3', '云州第三人民医院门诊楼', 6, 'NotRated', { proofs: [{ text: '11月9日、11日打过两次电话，前台说负责人出差。', photos: [{ id: 'x', link: '/__drawn/portraits/sh-lead.jpg' }], byName: '顾南舟', at: at(14, '10:02') }] }),
  rating('f4', '望山康养院', 5, 'NotRated'),
  rating('f5', '澄湖商务中心 A 座', 3, 'Done', rated(4, 5, null)),
]) }

const flags = page([
  { id: 'g1', kind: 'RatingDisagrees', aboutId: 'f1', projectId: 'p1', projectName: '澄湖商务中心 A 座', agencyName: '岚安消防', what: '评价里有 1 处不一致：来的时间：不一致', state: 'Explained', raisedAt: at(21, '9:24'), steps: [
    { act: 'Raised', says: '评价里有 1 处不一致：来的时间：不一致', byName: '', at: at(21, '9:24') }, { act: 'Explained', says: '门卫登记晚了，打卡照片和门禁记录都是两点。', byName: '顾南舟', at: at(21, '11:02') }] },
  { id: 'g2', kind: 'RatingDisagrees', aboutId: 'f9', projectId: 'p2', projectName: '北渚物流园 3 号库', agencyName: '岚安消防', what: '评价里有 2 处不一致：来的人：不一致，人到场了吗：没有', state: 'Open', raisedAt: at(20, '16:10'), steps: [{ act: 'Raised', says: '', byName: '', at: at(20, '16:10') }] },
])
const officer = { name: '秦守正', roles: ['Brigade'], agencyName: null, brigadeName: '临湖区消防救援大队', region: 'shanghai', door: 'Authority' }
const admin = { name: '岳明澜', roles: ['AgencyAdmin'], agencyName: '上海岚安消防技术服务有限公司', brigadeName: null, region: 'shanghai', door: 'Console' }

export const peopleReads = [
  ['/api/console/me', admin], ['/api/authority/me', officer], ['/api/agency/flags', flags], ['/api/console/flags', flags], ['/api/authority/flags', flags], ['/api/console/owner-accounts', accounts],
  ['/api/owner/invitations/*', invitation], ['/api/owner/invitations/known', { ...invitation, known: { name: '周桂兰', maskedPhone: '138 **** 2046' }, follows: true }], ['/api/owner/invitations/revoked', { ...invitation, state: 'Revoked' }],
  ['/api/owner/units', units], ['/api/owner/message-kinds', kinds], ['/api/owner/own-data', ownData], ['/api/agency/owner-accounts', accounts], ['/api/agency/ratings', ratings], ['/api/console/ratings', ratings], ['/api/authority/ratings', ratings],
]
export const peopleWrites = [
  ['/api/owner/bindings/codes', { codeId: 'k1', maskedPhone: '138 **** 2046', expiresAt: at(20, '10:07'), againAfterSeconds: 60 }],
  ['/api/owner/bindings', { contactId: 'z', projectId: 'p1', projectName: '', ownerName: '', alreadyBound: false, follows: false, mustFollow: 'Required', followImageUrl: '/__drawn/code.svg' }],
  ['/api/owner/message-kinds/feedback_form', { ...kinds[0], on: false }], ['/api/owner/sign-in', { name: '周桂兰', mustChangePassword: true }], ['/api/owner/password', { name: '周桂兰', mustChangePassword: false }],
  ['/api/agency/projects/p1/contacts', { contactId: 'w', name: '严志平', maskedPhone: '139 **** 7710', account: { userName: 'yz88301177', initialPassword: '40927715', signInCode } }], ['/api/console/owner-accounts/z/reset', { userName: 'yz40271586', initialPassword: '40927715', signInCode }], ['/api/agency/owner-accounts/z/reset', { userName: 'yz40271586', initialPassword: '40927715', signInCode }],
]
