// The invented cast of the mock: one lead, his people, three buildings. Times are fixed at 2025-11-20 in Shanghai.
import { reportMore } from './cast.reports.mjs'

const at = (day, time) => `2025-11-${String(day).padStart(2, '0')}T${time.padStart(5, '0')}:00+08:00`
const photo = (name, kind, takenAt, place) => ({ id: name, link: `/__drawn/photos/${name}.jpg`, kind, takenAt, place })
const face = key => ({ id: key, link: `/__drawn/portraits/${key}.jpg` })
const page = items => ({ items, total: items.length, number: 1, size: 20, unread: items.filter(i => i.readAt === null).length })

const fence = [[31.2309, 121.4719], [31.2309, 121.4742], [31.2294, 121.4742], [31.2294, 121.4719]].map(([latitude, longitude]) => ({ latitude, longitude }))
const track = [[31.2291, 121.4717], [31.2293, 121.472], [31.2296, 121.4722], [31.2301, 121.4723], [31.2304, 121.4726], [31.2305, 121.4732], [31.2304, 121.4737], [31.2301, 121.4736], [31.2299, 121.4732]].map(([latitude, longitude]) => ({ latitude, longitude }))
const here = { latitude: 31.2299, longitude: 121.4731, accuracyMetres: 18 }
const arrival = { score: .93, threshold: .8, position: here, insideFence: true, distanceMetres: 38, startedAt: at(19, '14:58'), endedAt: at(19, '17:47'), minutes: 169, photos: 31 }
const counts = { conforms: 39, fails: 2, cannot: 1 }

const handling = (kind, label, byName, at, more) => ({ kind, label, note: null, byPersonId: 'g', byName, assigneeId: null, assigneeName: null, at, ...more })
const fault = (id, text, projectName, place, more) => ({
  id, state: 'Pending', source: 'MaintenanceReport', projectId: 'p1', projectName, systemName: '消火栓系统', place, itemName: '检查设备运行情况', text, foundBy: '韩柏川',
  isUrgent: false, isOverdue: false, days: 1, foundAt: at(19, '16:09'), isHandled: false, lastHandling: null, assigneeName: null, dueOn: null, photoCount: 1, photo: null, ...more,
})
const pressure = fault('f1', '2 号消火栓泵压力偏低', '澄湖商务中心 A 座', 'B1 泵房', { photo: photo('gauge-low'), isUrgent: true })
const faults = [
  pressure,
  fault('f2', '大厅烟感一直闪红灯', '澄湖商务中心 A 座', '1F 大厅', { source: 'OwnerRequest', foundBy: '周桂兰', foundAt: at(20, '10:05'), photo: photo('detector') }),
  fault('f3', '常闭防火门关不严', '栖云里购物中心', '2F 西', { foundBy: '陆小满', foundAt: at(14, '09:00'), days: 6, isHandled: true, isOverdue: true, photo: photo('fire-door') }),
  fault('f4', '5F 喷头有锈迹', '澄湖商务中心 B 座', '5F', { foundBy: '孟知远', foundAt: at(18, '10:00'), photo: photo('sprinkler') }),
  fault('f5', '3F 消火栓箱门打不开', '望山康养院', null, { foundAt: at(18, '09:00'), photo: photo('hydrant') }),
]
const step = (label, byName, time, stateAfter, more) => ({ label, note: null, byName, assigneeName: null, dueOn: null, at: time, stateAfter, photos: [], ...more })
const sent = [
  step('与业主沟通中', '顾南舟', at(14, '11:20'), 'Pending', { note: '业主要报价' }),
  step('排查', '顾南舟', at(15, '08:40'), 'InProgress', { assigneeName: '陆小满', dueOn: '2025-11-16' }),
  step('结果：没解决', '陆小满', at(15, '15:02'), 'InProgress', { note: '闭门器漏油，要换新的', photos: [photo('fire-door')] }),
  step('业主同意维修', '顾南舟', at(20, '09:10'), 'InProgress', { assigneeName: '孟知远', dueOn: '2025-11-21' }),
]
const candidates = [
  { id: 'meng', name: '孟知远', certificate: '中级操作员', portrait: face('sh-operator3'), inHand: 0, whyNot: null },
  { id: 'lu', name: '陆小满', certificate: '中级操作员', portrait: face('sh-operator2'), inHand: 2, whyNot: null },
  { id: 'gu', name: '顾南舟', certificate: '一级注册消防工程师', portrait: face('sh-lead'), inHand: 0, whyNot: '本地区项目负责人不到现场作业，请选作业人员。' },
]
const five = ['Troubleshoot', 'OwnerAgreesRepair', 'OwnerDeclinesRepair', 'InDiscussionWithOwner', 'OutOfContractScope']
const faultPage = (of, more) => ({
  ...of, className: '消火栓泵', itemName: '消火栓泵出口压力', finding: '出口压力 0.28 MPa（要求 ≥0.4 MPa）', photos: [photo('gauge-low'), photo('pump')], handlings: [], steps: [], tasks: [],
  views: [], reminder: { afterDays: 1, offered: false, lastAt: null }, mayHandle: true, offered: five, proposedDueOn: '2025-11-21', candidates, taskId: 't1', proposal: null, mayPropose: true, reporterPhone: null, ...more,
})
const underWay = faultPage({ ...faults[2], state: 'InProgress' }, {
  className: '常闭式防火门', itemName: '闭门功能', finding: null, photos: [photo('fire-door')], handlings: [{}, {}, {}], steps: sent, offered: ['Troubleshoot', 'OwnerAgreesRepair'],
  tasks: [{ id: 'k2', kind: 'Repair', state: 'InProgress', operatorName: '孟知远', dueOn: '2025-11-21', isLate: false, dispatchedAt: at(20, '09:10'), acceptedAt: at(20, '09:31'), startedAt: at(20, '12:40'), insideFence: true, distanceMetres: 12, submittedAt: null }],
  views: [{ name: '周桂兰', firstAt: at(14, '12:00'), lastAt: at(15, '16:30') }], reminder: { afterDays: 5, offered: true, lastAt: null },
})
const figures = (id, name, ...n) => ({ projectId: id, projectName: name, untestable: n[0], pending: n[1], inProgress: n[2], resolved: n[3], ownerDeclined: n[4], outOfScope: n[5] })
const hazard = (number, of, state, printedState, days, more) => ({
  number, faultId: of.id, foundIn: of.foundAt.slice(0, 7), foundAt: of.foundAt, source: of.source, state, printedState, isUrgent: of.isUrgent, systemName: '消火栓系统', itemName: of.itemName,
  place: of.place, finding: null, text: of.text, days, closedAt: null, viewedAt: null, photos: of.photo ? [of.photo] : [], steps: [], ...more,
})
const hazards = {
  projectId: 'p1', projectName: '澄湖商务中心 A 座', address: '', at: at(20, '13:09'), reports: 3, total: 3, open: 2, resolved: 1, counts: {},
  rows: page([
    hazard(1, faults[3], 'Resolved', '已解决', 2, { closedAt: at(20, '10:00'), viewedAt: at(20, '11:00'), steps: [{ at: at(18, '14:00'), byName: '孟知远', says: '维修中', photos: [] }, { at: at(20, '10:00'), byName: '孟知远', says: '处理后已解决：换了 3 只喷头', photos: [photo('sprinkler')] }] }),
    hazard(2, faults[2], 'InProgress', '维修中', 6), hazard(3, pressure, 'Pending', '待处理', 0),
  ]),
}
const untestable = page([{ recordId: 'r', taskId: 't1', systemName: '自动喷水灭火系统', itemName: '末端试水装置', verdict: 'NotApplicable', reason: '不具备测试条件', text: '业主停水，不能试', at: at(19, '15:40'), photos: [photo('signed-paper')] }])
const assignees = [
  { id: 'meng', name: '孟知远', certificate: '中级操作员', canBeAssigned: true, why: null, assignedHere: 0, facilitiesThisMonth: 6, placesThatDay: 0, warnings: [] },
  { id: 'lu', name: '陆小满', certificate: '中级操作员', canBeAssigned: true, why: null, assignedHere: 1, facilitiesThisMonth: 14, placesThatDay: 1, warnings: ['11月24日已排了 1 处'] },
  { id: 'zhou', name: '周岩', certificate: '高级操作员', canBeAssigned: true, why: null, assignedHere: 0, facilitiesThisMonth: 21, placesThatDay: 2, warnings: ['证书 12月3日到期', '11月24日已排了 2 处'] },
  { id: 'han', name: '韩柏川', certificate: '高级操作员', canBeAssigned: false, why: '证书 11月12日已到期，不能上岗。请先更新证书。', assignedHere: 0, facilitiesThisMonth: 0, placesThatDay: 0, warnings: [] },
]
const items = (systemName, names, state, who) => names.map((name, i) => ({ classCode: `${systemName}-${i}`, name, systemCode: systemName, systemName, items: 3, state, assigneeId: who ?? null, assigneeName: who ?? null }))
const planItems = [
  ...items('火灾自动报警系统', ['火灾探测器', '手动报警按钮', '火灾报警控制器', '消防联动控制器', '火灾警报装置'], 'Open'),
  ...items('消火栓系统', ['室内消火栓', '消火栓泵', '室外消火栓'], 'Open'),
  ...items('自动喷水灭火系统', ['喷头', '报警阀组', '末端试水装置', '喷淋泵'], 'Open'),
]
const planRow = (id, projectName, more) => ({ id, projectId: `p-${id}`, projectName, kind: 'Month', month: '2025-11', state: 'InProgress', name: '11月月度计划', facilities: 10, assigned: 0, taken: 0, done: 0, executors: [], plannedOn: null, dueBy: '2025-11-30', isOverdue: false, isRetest: false, createdAt: '2025-11-03T02:00:00Z', ...more })
const projectRow = (id, name, address, more) => ({ id, name, address, ownerName: '云州澄湖物业管理中心', serviceType: 'Maintenance', state: 'Active', missingParts: [], termStarts: '2025-04-01', termEnds: '2026-03-31', ...more })
const projects = [
  projectRow('p1', '澄湖商务中心 A 座', '临湖区澄湖路 18 号', {}),
  projectRow('p2', '北渚物流园 3 号库', '临湖区北渚路 66 号', {}),
  projectRow('p3', '望山康养院', '临湖区望山路 5 号', { missingParts: ['位置', '重点单位'] }),
]
const report = {
  id: 'r1', number: 'YZ-LH-2025-11-0318', projectName: '澄湖商务中心 A 座', month: '2025-11', state: 'Ready', progress: 100, pages: 14, generatedAt: at(20, '13:31'), filedAt: null, dueOn: '2025-11-24', readByOwnerAt: null,
  failureReason: null, fileSha256: '00', projectId: 'p1', reportDate: '2025-11-20', serviceFrom: '2025-11-19', serviceTo: '2025-11-19', remark: null, contentHash: '9f3a51c07b2ed41866a90e5f3c81b7d240f61a9c8e3572bbd90d4c17a6e8053f', bytes: 2936012, counts, reviewerName: '顾南舟', reviewedAt: at(20, '13:20'), technicalLeadName: '沈砚秋', brigadeName: '临湖区消防救援大队', contacts: [{ name: '周桂兰', readAt: null }],
  filing: null, filingDay: 1, filingDays: 5, needsFace: true, mayFile: true, ...reportMore,
}
const filing = {
  id: 'r1', number: report.number, projectId: 'p1', projectName: report.projectName, planName: '2025年11月（月计划）', agencyName: '岚安消防技术服务有限公司', month: '2025-11', kind: 'Maintenance', form: '系统生成',
  conclusion: null, state: 'Ready', pages: 14, rawRecordPages: 0, bytes: report.bytes, contentHash: report.contentHash, counts, flagged: 1, reviewerName: '顾南舟', reviewedAt: at(20, '13:20'), generatedAt: at(20, '13:31'),
  dueOn: '2025-11-25', dayOfTerm: 1, days: 5, daysLeft: 5, technicalLeadName: '沈砚秋', brigadeName: '临湖区消防救援支队', contacts: [{ name: '周桂兰', readAt: null }], needsFace: true, threshold: .8, secondWay: true, mayFile: true,
  blockedBy: null, mayReject: true, objection: null, filing: null,
}
const filingRow = (id, projectName, more = {}) => ({
  id, number: report.number, projectId: 'p1', projectName, planName: '2025年11月（月计划）', agencyName: filing.agencyName, month: '2025-11', kind: 'Maintenance', form: '系统生成', conclusion: null, state: 'Ready', pages: 14, fails: 2,
  completedOn: '2025-11-20', filedAt: null, dueOn: '2025-11-25', daysLeft: 5, byFace: null, readByOwnerAt: null, ...more,
})
const filingLog = [
  { at: at(20, '13:31'), act: 'report.generated', byName: '系统', says: '澄湖商务中心 A 座 2025年11月报告 YZ-LH-2025-11-0318 已出具', where: null },
  { at: at(20, '13:30'), act: 'report.ordered', byName: '顾南舟', says: '开始出具澄湖商务中心 A 座 2025年11月报告', where: '微信公众号' },
]
const system = (systemName, n, first = {}) => {
  const records = Array.from({ length: n }, (_, i) => ({ id: `${systemName}${i}`, itemCode: `${i}`, itemName: `${systemName}检查 ${i + 1}`, do: '', criteria: [], verdict: 'Conforms', cannotReason: null, text: '外观完好，测试正常', answers: [], photos: [taken('hydrant', '15:20', 12)], at: at(19, '15:20'), flagged: false, positions: null, ...(i === 0 ? first : {}) }))
  const count = v => records.filter(r => r.verdict === v).length
  return { systemCode: systemName, systemName, conforms: count('Conforms'), fails: count('Fails'), notApplicable: count('NotApplicable'), records }
}
/** A photo with its watermark: when, and how far from the fence's edge. */
const taken = (name, time, distanceMetres, inside = true, link) => ({ ...photo(name), ...(link && { link }), takenAt: at(19, time), inside, distanceMetres })
const evidence = { what: '开始执业', at: at(19, '14:58'), score: .93, threshold: .8, inside: true, distanceMetres: 38, accuracyMetres: 18, latitude: here.latitude, longitude: here.longitude, photos: [] }
const review = {
  taskId: 't1', taskName: '11月月度维保', state: 'Submitted', version: 2, projectId: 'p1', projectName: '澄湖商务中心 A 座', address: '临湖区澄湖路 18 号', operatorName: '韩柏川', operatorCertificate: '高级操作员', startedAt: at(19, '14:58'), submittedAt: at(19, '17:47'), controllerBrand: '海湾', conforms: 39, fails: 2, notApplicable: 1,
  evidence: [evidence], fence, track: [...Array(163)].map((_, i) => ({ ...track[Math.min(track.length - 1, Math.floor(i / 19))], at: at(19, '15:00') })), selfie: taken('sh-operator', '14:58', 38, true, '/__drawn/portraits/sh-operator.jpg'), signIn: taken('entrance', '14:59', 31), controller: taken('controller', '15:06', 44),
  systems: [system('火灾自动报警系统', 14), system('消火栓系统', 8, { itemName: '消火栓泵出口压力', verdict: 'Fails', text: '2 号泵出口压力 0.28 MPa' }), system('自动喷水灭火系统', 9, { itemName: '5F 末端试水装置', text: '压力表回零偏 0.01，已申请换表。', flagged: true, answers: [{ key: 'p', name: '静压', value: '0.04', unit: 'MPa', limit: '≥ 0.05', within: false }] }), system('疏散指示与应急照明', 7, { itemName: '出口标志灯', verdict: 'Fails', text: '灯不亮' }), system('防火分隔', 4)],
  faults: [{ id: 'f1', itemName: '消火栓泵出口压力', text: '2 号消火栓泵出口压力偏低，实测 0.28 MPa', state: 'Pending', isHandled: false, handling: null, photos: [photo('gauge-low'), photo('pump')] }, { id: 'f9', itemName: '出口标志灯', text: '东侧走道出口标志灯不亮', state: 'InProgress', isHandled: true, handling: '业主同意维修', photos: [photo('exit-sign')] }],
  log: [{ verdict: 'Returned', opinion: '泵房压力表缺近照，请补拍。', byPersonId: 'g', byName: '顾南舟', at: at(19, '17:38'), taskVersion: 1, faceProven: false, remarks: [{ itemCode: '0', remark: '补拍压力表近照' }] }],
  trackFacts: { points: 163, inside: 160, furthestMetres: 22, doubts: [], gaps: [{ from: at(19, '16:02'), to: at(19, '16:31') }] }, verdictBlockedBy: null, judgedPlanId: null, spotChecks: [],
  changes: [{ kind: 'Changed', recordId: 'x', itemCode: '0', itemName: '消火栓泵出口压力', systemName: '消火栓系统', what: ['说明：“压力偏低” → “2 号泵出口压力 0.28 MPa”', '补了 3 张照片'] }],
  faceNeeded: false, secondWay: false, nature: 'Planned', passBlockedBy: { code: 'review.faults_unhandled', title: '还有故障没处置，先处置再通过。', rule: 'REV-06', faultId: 'f1' },
}
const visit = { id: 'v1', projectName: '澄湖商务中心 A 座', personName: '韩柏川', startedAt: at(19, '14:58'), endedAt: at(19, '17:47'), minutes: 169, mark: 'None', rating: { state: 'Open', formId: 'fm1', stars: null } }
const q = (key, group, title, states, yes = '一致', no = '不一致') => ({ key, group, title, states, yes, no })
const rating = {
  formId: 'fm1', visitId: 'v1', state: 'Open', day: '2025-11-19', proofs: [], projectName: '澄湖商务中心 A 座', person: { name: '韩柏川', certificate: '高级操作员', portrait: face('sh-operator'), agencyName: '岚安消防' }, evidence: arrival, mark: 'None', content: null, stars: null,
  questions: [q('people', 'Consistency', '来的人', '单子上写的是韩柏川，1 个人'), q('time', 'Consistency', '来的时间', '单子上写 14:58 到 17:47'), q('place', 'Consistency', '去的地方', '单子上写 A 座 B1 到 5 楼'), q('work', 'Consistency', '做的事', '单子上写检查 42 项设施'), q('came', 'YesNo', '人真的来现场了吗', '', '来了', '没来'), q('works', 'YesNo', '消防设施现在能用吗', '', '能用', '不能用')],
}
const consent = { id: 'c1', kind: 'Start', state: 'Pending', taskId: 't1', taskName: '11月月度维保_1120', projectId: 'p1', projectName: '澄湖商务中心 A 座', operatorName: '韩柏川', askedAt: at(20, '12:50'), receivedAt: at(20, '12:50'), isOffline: false, asked: { score: .93, insideFence: true, distanceMetres: 38, witnessName: null }, decidedAt: null, decidedByName: null, decided: null, reason: null }
const consents = [consent, { ...consent, id: 'c2', kind: 'Submit', projectName: '望山康养院', operatorName: '陆小满', askedAt: at(20, '11:40'), receivedAt: at(20, '12:02'), isOffline: true }]

const present = [
  { visitId: 'v2', taskId: null, personId: 'h', personName: '韩柏川', portrait: face('sh-operator'), projectId: 'p6', projectName: '栖云里购物中心', startedAt: at(20, '08:18'), leftAt: null, insideFence: true, distanceMetres: 31, score: .93, lastSeenAt: null },
  { visitId: null, taskId: 't9', personId: 'l', personName: '陆小满', portrait: face('sh-operator2'), projectId: 'p3', projectName: '望山康养院', startedAt: at(20, '09:40'), leftAt: null, insideFence: true, distanceMetres: 12, score: null, lastSeenAt: at(20, '10:22') },
]
const proof = (name, key, distanceMetres, position, time) => ({ name, score: .93, threshold: .8, position, insideFence: true, distanceMetres, startedAt: at(20, time), photos: 1, pictures: [face(key)], portrait: face(key), evidenceId: 'x', witnessName: null })

export const agency = {
  me: { name: '顾南舟', roles: ['ProjectLead', 'TechnicalLead'], region: 'shanghai', agencyName: '云州岚安消防技术服务有限公司', linked: true },
  workbench: {
    leadName: '顾南舟', agencyName: '岚安消防', month: '2025-11', roles: ['ProjectLead'], mayAct: true,
    plans: { uncreated: 1, unfinished: 6, unassigned: 2, unassignedFacilities: 17 }, consents: null,
    reviews: { count: 3, oldest: { taskId: 't1', taskName: '11月月度维保', projectName: '澄湖商务中心 A 座', operatorName: '韩柏川', submittedAt: at(19, '18:04'), faceOk: true, insideFence: true, failures: 2 } },
    faults: { pending: 5, inProgress: 3, ownerDeclined: 1, resolved: 12, outOfScope: 0, urgent: 1, oldestAt: at(14, '09:00') }, filings: null,
    progress: { projects: 14, filed: 5, toFile: 2, running: 4, idle: 3, filedLastMonth: 4 }, onSite: present.map(p => ({ ...p, lastSeenAt: undefined })), onSiteCount: 2,
  },
  onSite: page(present),
  projects: page(projects),
  project: { ...projects[0], region: 'shanghai', contractNumber: 'HT-01', lead: { id: 'g', name: '顾南舟' }, technicalLead: { id: 's', name: '沈砚秋' }, members: [{ id: 'h', name: '韩柏川' }, { id: 'l', name: '陆小满' }], contactRequired: true, contactsGetAccounts: true, buildings: [{ name: 'A 座', floorsAbove: 12, floorsBelow: 1, heightMetres: 47.6, areaSquareMetres: 21860 }], facilities: planItems.map(f => ({ code: f.classCode, name: f.name, systemName: f.systemName })), contacts: [{ id: 'z', name: '周桂兰', maskedPhone: '138 **** 2046' }], fence, firstWorkAt: null, suspensions: [{ id: 's1', month: '2025-12', state: 'Pending', reason: '停产检修，人员全部撤离。', material: null, askedByName: '纪安和', askedAt: at(19, '10:12'), closedAt: null, department: null, note: null }, { id: 's2', month: '2025-10', state: 'Approved', reason: '厂房改造，现场断电。', material: null, askedByName: '纪安和', askedAt: at(19, '09:00'), closedAt: at(19, '15:30'), department: '临湖区消防救援支队', note: null }], monthsToSuspend: ['2026-01', '2026-02'] },
  invitation: { scene: 'abc', content: 'http://weixin.qq.com/q/abc', imageUrl: '/__drawn/code.svg', expiresAt: null },
  plans: page([
    planRow('pl1', '澄湖商务中心 B 座', { facilities: 12, state: 'Drafted', plannedOn: '2025-11-24' }),
    planRow('pl2', '望山康养院', { kind: 'Quarter', state: 'Assigned', facilities: 13, assigned: 5, taken: 3, executors: ['陆小满', '孟知远'] }),
  ]),
  planSummary: { month: '2025-11', uncreated: 1, idle: 2, idleFacilities: 17, running: 4, completed: 7, unfinished: 6, overdue: 0, missedLastMonth: 1 },
  missed: page([{ projectId: 'p8', projectName: '南渡菜场', month: '2025-10', why: 'NotFinished' }]),
  planProjects: page([
    { projectId: 'p5', projectName: '云台大厦', serviceType: 'Maintenance', termStarts: '2025-01-01', termEnds: '2026-12-31', issued: 9, notIssued: 1, unfinished: 2, years: [{ first: '2025-01', last: '2025-12', quarterly: 2, yearly: 0, mark: 'Warned', says: '还差 1 个季计划、1 个年计划', monthsLeft: 2 }] },
    { projectId: 'p6', projectName: '澄渡图书馆', serviceType: 'Maintenance', termStarts: '2024-11-01', termEnds: '2026-10-31', issued: 12, notIssued: 0, unfinished: 1, years: [{ first: '2024-11', last: '2025-10', quarterly: 2, yearly: 1, mark: 'Short', says: '还差 1 个季计划', monthsLeft: 0 }] },
    { projectId: 'p7', projectName: '云台大厦裙楼检测', serviceType: 'AnnualDetection', termStarts: '2025-10-15', termEnds: '2025-12-31', issued: 1, notIssued: 0, unfinished: 1, years: [] },
  ]),
  planCalendar: {
    month: '2025-11', isCut: false,
    days: [['2025-11-05', 2], ['2025-11-12', 1], ['2025-11-18', 3], ['2025-11-24', 2]].map(([on, n]) => ({ on, plans: ['澄湖商务中心 B 座', '望山康养院', '南渡菜场'].slice(0, n).map((projectName, i) => ({ planId: `pl${i + 1}`, projectName, kind: 'Month', state: i ? 'Assigned' : 'Drafted', facilities: 12 - i, people: i ? ['陆小满'] : [] })) })),
    undated: [{ planId: 'pl4', projectName: '云州三中', kind: 'Month', state: 'Drafted', facilities: 10, people: [] }],
    people: [{ personId: 'lu', name: '陆小满', facilities: 24, done: 9, busyDays: [{ on: '2025-11-18', places: 2 }, { on: '2025-11-24', places: 1 }] }, { personId: 'meng', name: '孟知远', facilities: 15, done: 12, busyDays: [{ on: '2025-11-12', places: 1 }] }],
  },
  termPlan: {
    id: 'tp1', projectId: 'p1', projectName: '澄湖商务中心 A 座', state: 'Drafting', termStarts: '2025-03-15', termEnds: '2026-03-14', shiftDays: 5, generatedAt: null, pushedAt: null, hasPrint: false, printFailed: false, workBegun: false,
    periods: Array.from({ length: 13 }, (_, i) => { const y = 2025 + Math.floor((i + 2) / 12), m = String((i + 2) % 12 + 1).padStart(2, '0'), last = new Date(Date.UTC(y, (i + 2) % 12 + 1, 0)).getUTCDate(), starts = i ? `${y}-${m}-01` : '2025-03-15', ends = i < 12 ? `${y}-${m}-${last}` : '2026-03-14'; return { number: i + 1, month: `${y}-${m}`, starts, ends, kind: i % 12 === 11 ? 'Year' : i % 3 === 2 ? 'Quarter' : 'Month', items: i % 3 === 2 ? 62 : 28, earliestStart: i ? `${starts.slice(0, 8)}01` : starts, latestStart: i ? `${starts.slice(0, 8)}06` : starts, earliestEnd: i < 12 ? `${ends.slice(0, 8)}23` : ends, latestEnd: ends, planState: null } }),
  },
  period: { number: 2, starts: '2025-04-01', ends: '2025-04-30', kind: 'Month', systems: ['火灾自动报警系统', '消火栓系统', '自动喷水灭火系统'].map((name, n) => ({ code: `S${n}`, name, classes: [{ code: `C${n}`, name: `${name}设备`, items: ['状态、标志', '功能试验', '联动试验', '清洁保养'].map((item, i) => ({ code: `${n}-${i}`, name: item, do: '', chosen: i < 3 - n })) }] })) },
  uncreated: page([{ projectId: 'p2', projectName: '北渚物流园 3 号库', address: '临湖区北渚路 66 号', month: '2025-11', missingParts: [], daysLeft: 10 }]),
  plan: {
    id: 'pl1', projectId: 'p5', projectName: '澄湖商务中心 B 座', kind: 'Month', month: '2025-11', name: '11月月度计划', state: 'Drafted', facilities: planItems, plannedOn: '2025-11-24', dueBy: '2025-11-30', isOverdue: false, retestOf: null, isMaintenance: true, canTick: true, canShare: false, canRetest: false, unticked: [],
    checklist: [['建筑', '2 栋，共 34000 m²'], ['系统', '12 类设施'], ['管辖', '已选支队'], ['位置', '已标围栏'], ['重点单位', '云州澄湖商务中心']].map(([part, says]) => ({ part, isThere: true, says })), deletion: { case: 'Direct', says: '还没下发，可以直接删除。' },
  },
  planIssued: {
    id: 'pl2', projectId: 'p3', projectName: '望山康养院', kind: 'Quarter', month: '2025-11', name: '11月季度计划', state: 'InProgress', facilities: planItems.map((f, i) => i < 4 ? { ...f, state: 'Taken', assigneeId: 'lu', assigneeName: '陆小满' } : i < 8 ? { ...f, state: 'Assigned', assigneeId: 'meng', assigneeName: '孟知远' } : f), plannedOn: null, dueBy: '2025-11-30', isOverdue: false, retestOf: null, isMaintenance: true, canTick: true, canShare: false, canRetest: false, unticked: [], checklist: [],
    deletion: { case: 'OperatorFirst', says: '陆小满 4 项正在做。请先让作业人员在“未提交任务”里删除任务，再移除设施、删除计划。作业人员找不到任务时，请机构管理员在电脑端删除。' },
  },
  assignees, consents: page(consents),
  consent: { ...consent, address: '临湖区澄湖路 18 号', facilities: 3, records: 0, failures: 0, operator: proof('韩柏川', 'sh-operator', 38, here, '12:49'), fence, decider: null, mayDecide: true, secondWay: true },
  handled: { ...consent, id: 'c3', state: 'Granted', isOffline: true, askedAt: at(20, '11:40'), receivedAt: at(20, '12:02'), address: '临湖区澄湖路 18 号', facilities: 3, records: 42, failures: 2, operator: proof('韩柏川', 'sh-operator', 38, here, '11:40'), fence, decider: { ...proof('顾南舟', 'sh-lead', 21, { latitude: 31.2303, longitude: 121.4724, accuracyMetres: 15 }, '12:10'), score: null, threshold: null, witnessName: '陆小满' }, decidedAt: at(20, '12:10'), decidedByName: '顾南舟', mayDecide: false, secondWay: true },
  found: {
    projects: { items: projects.slice(0, 1), total: 7 }, plans: { items: [{ id: 'pl4', name: '2025年11月月度维护保养计划', projectName: '澄湖商务中心 A 座', month: '2025-11', state: 'InProgress' }], total: 1 },
    tasks: { items: [{ id: 't1', planId: 'pl4', name: '2025年11月月度维护保养_1119', projectName: '澄湖商务中心 A 座', operatorName: '韩柏川', state: 'Submitted', submittedAt: at(19, '18:04') }], total: 1 },
    faults: { items: [{ id: 'f1', itemName: '消火栓泵', text: '2 号消火栓泵压力偏低', projectName: '澄湖商务中心 A 座', state: 'Pending', isHandled: false, foundAt: at(19, '16:09') }], total: 2 },
    reports: { items: [{ id: 'r1', number: report.number, projectName: '澄湖商务中心 A 座', month: '2025-11', state: 'Ready' }], total: 1 },
  },
  notices: page([{ id: 'n1', event: 'report_filed', title: '11月报告已备案', contactId: 'z', states: ['Delivered'], at: at(20, '14:07'), readAt: at(20, '15:00') }, { id: 'n2', event: 'fault_found', title: '发现设施故障', contactId: 'z', states: ['NotFollowing'], at: at(19, '17:50'), readAt: null }]),
  reviews: page([{ taskId: 't1', taskName: '11月月度维保', projectId: 'p1', projectName: '澄湖商务中心 A 座', operatorName: '韩柏川', submittedAt: at(19, '18:04'), state: 'Submitted', failures: 2, records: 42 }, { taskId: 't2', taskName: '11月月度维保', projectId: 'p6', projectName: '栖云里购物中心', operatorName: '陆小满', submittedAt: at(20, '09:12'), state: 'Submitted', failures: 0, records: 27 }]),
  review, faults: { faults: page(faults), counts: { Pending: 5, InProgress: 3, OwnerDeclined: 1, Resolved: 12, OutOfScope: 0, OwnerHandling: 0, OwnerResolved: 0 }, urgent: 1, oldestPendingAt: at(14, '09:00') },
  fault: faultPage(pressure), faultUnderWay: underWay, faultFigures: page([figures('p1', '澄湖商务中心 A 座', 1, 2, 1, 4, 0, 0), figures('p2', '栖云里购物中心', 0, 1, 2, 8, 1, 0), figures('p3', '望山康养院', 0, 0, 0, 0, 0, 0)]), untestable, hazards,
  filings: page([filingRow('r5', '望山康养院', { daysLeft: -2, dueOn: '2025-11-18', completedOn: '2025-11-13', pages: 11 }), filingRow('r1', report.projectName), filingRow('r6', '北渚物流园 3 号库', { daysLeft: 0, dueOn: '2025-11-20', form: '直接上传', kind: 'MaintenanceUploaded', pages: 6 })]),
  filingsDone: page([filingRow('r1', '云州三中', { filedAt: at(5, '16:20'), daysLeft: null, planName: '2025年10月（月计划）', byFace: true }), filingRow('r7', '栖云里购物中心', { filedAt: at(4, '9:12'), daysLeft: null, planName: '2025年10月（月计划）', byFace: false })]),
  filingCounts: { open: 3, overdue: 1, done: 2 }, filing, filingLog,
  filingDone: { ...filing, state: 'Filed', mayFile: false, filing: { opinion: '记录完整，5F 末端试水的说明已核，同意备案。', byName: '沈砚秋', at: at(20, '14:07'), channel: '微信公众号', score: .95, threshold: .8, witnessName: null } },
  filingWitnessed: { ...filing, state: 'Filed', mayFile: false, filing: { opinion: '记录完整，同意备案。', byName: '沈砚秋', at: at(20, '14:12'), channel: '微信公众号', score: null, threshold: null, witnessName: '顾南舟' } },
  filingLogDone: [{ at: at(20, '14:07'), act: 'report.filed', byName: '沈砚秋', says: '沈砚秋备案 YZ-LH-2025-11-0318：记录完整，同意备案。', where: '微信公众号' }, ...filingLog],
  witnesses: [{ id: 'g', name: '顾南舟', maskedPhone: '138 **** 0102' }, { id: 'h', name: '韩柏川', maskedPhone: '139 **** 0104' }, { id: 'm', name: '孟知远', maskedPhone: '137 **** 0105' }],
  codes: { challengeId: 'ch1', maskedPhone: '138 **** 0103', witnessName: '顾南舟', witnessMaskedPhone: '138 **** 0102', expiresAt: at(20, '14:12'), againAfterSeconds: 60 },
  reports: page([report]), report, generating: { ...report, id: 'r2', state: 'Generating', progress: 57, pages: 0 },
  filed: { ...report, state: 'Filed', filedAt: at(20, '14:07'), filing: { opinion: '记录完整，同意备案。', byName: '沈砚秋', at: at(20, '14:07'), score: .95, threshold: .8 } },
  messages: page([{ id: 'm1', title: '有记录等您审核', event: 'x', lines: [{ label: '内容', value: '澄湖商务中心 A 座，韩柏川提交，42 项' }], url: '/agency/reviews/t1', at: at(19, '18:04'), readAt: null }, { id: 'm2', title: '业主报修', event: 'x', lines: [{ label: '内容', value: '澄湖商务中心 A 座，大厅烟感一直闪红灯' }], url: '/agency/faults/f2', at: at(20, '10:05'), readAt: null }, { id: 'm3', title: '报告已备案', event: 'x', lines: [{ label: '内容', value: '云州三中 10月维护保养报告' }], url: '/agency/filings/r1', at: at(5, '16:20'), readAt: at(5, '17:00') }]),
}

export const owner = {
  me: { name: '周桂兰', roles: ['OwnerContact'] },
  home: { contactName: '周桂兰', ownerName: '云州澄湖物业管理中心', projectName: '澄湖商务中心', projects: [{ id: 'p1', name: '澄湖商务中心 A 座', address: '云州市临湖区澄湖路 18 号' }, { id: 'p2', name: '澄湖商务中心 B 座', address: '云州市临湖区澄湖路 20 号' }], works: true, lastCheckAt: at(19, '17:47'), counts, todo: [{ kind: 'Rating', id: 'fm1', title: '给昨天的上门打分', detail: '韩柏川，约 1 分钟' }, { kind: 'Report', id: 'r1', title: '看 11月维保报告', detail: '14 页，先看一句话' }], repairing: [{ id: 'f9', title: '3 楼出口灯不亮', detail: '陆小满，11月22日前修好' }, { id: 'f1', title: '2 号消火栓泵压力低', detail: '孟知远，明天上午来' }], lead: { name: '顾南舟', maskedPhone: '138 **** 0000' }, unreadReports: 1 },
  rating, ratings: page([rating, { ...rating, formId: 'fm2', state: 'NotRated', day: '2025-11-04' }, { ...rating, formId: 'fm0', state: 'Done', day: '2025-10-21', stars: 5 }]),
  ratingDone: { ...rating, formId: 'fm0', state: 'Done', day: '2025-10-21', stars: 4, comment: '人很客气，讲得清楚。', questions: rating.questions.map(q => ({ ...q, answer: q.key !== 'time', note: q.key === 'time' ? '说好两点，三点才到。' : null })) },
  ratingLate: { ...rating, formId: 'fm2', state: 'NotRated', day: '2025-11-04', proofs: [{ text: '11月5日、7日打过两次电话请您评价。', byName: '顾南舟', at: at(12, '10:00'), photos: [] }] },
  reports: page([{ id: 'r1', number: report.number, projectName: '澄湖商务中心 A 座', month: '2025-11', agencyName: '岚安消防', filedAt: at(20, '14:07'), readAt: null, pages: 14 }]),
  project: { id: 'p1', name: '澄湖商务中心 A 座', address: '云州市临湖区澄湖路 18 号', agencyName: '岚安消防', lead: { name: '顾南舟', maskedPhone: '138 **** 0000' }, termStarts: '2025-01-01', termEnds: '2025-12-31', buildings: [{ name: 'A 座', areaSquareMetres: 32600, floorsAbove: 22, floorsBelow: 2 }], systems: [{ name: '火灾自动报警系统', facilities: ['火灾探测器', '手动火灾报警按钮', '火灾报警控制器'] }, { name: '消火栓系统', facilities: ['室内消火栓', '消火栓泵'] }, { name: '自动喷水灭火系统', facilities: ['湿式报警阀组', '末端试水装置'] }], visits: true, lastVisit: { id: 'v1', personName: '韩柏川', startedAt: at(19, '14:58'), minutes: 169 }, lastReport: { id: 'r1', month: '2025-10', filedAt: at(2, '14:07'), read: true }, notIssued: '检查做完了，记录还在审核', openFaults: 2 },
  missing: { years: [2025, 2024], missing: [{ projectId: 'p2', projectName: '澄湖商务中心 B 座', month: '2025-11', reason: '等您给上门打分', rate: true }, { projectId: 'p2', projectName: '澄湖商务中心 B 座', month: '2025-09', reason: '这个月没有安排检查，没出报告', rate: false }] },
  report: { id: 'r1', number: report.number, projectName: '澄湖商务中心 A 座', month: '2025-11', agencyName: '岚安消防', filedAt: at(20, '14:07'), readAt: null, pages: 14, contentHash: report.contentHash, fileSha256: '00', bytes: report.bytes, counts, repairs: [{ id: 'f1', title: '2 号消火栓泵压力低', detail: '孟知远，11月21日前修好', photo: photo('gauge-low') }, { id: 'f9', title: '3 楼出口灯不亮', detail: '陆小满，11月22日前修好', photo: photo('exit-sign') }], corrections: [], opinion: null, unchecked: [{ title: '2 楼喷淋末端', reason: '当天停水，没条件测。12月再查。' }], signers: [{ name: '顾南舟', role: '项目负责人', did: '审核通过', portrait: face('sh-lead') }, { name: '沈砚秋', role: '技术负责人', did: '11月20日备案', portrait: face('sh-technical') }] },
  visits: page([visit, { ...visit, id: 'v0', startedAt: at(4, '09:02'), endedAt: at(4, '11:20'), rating: { state: 'Done', formId: 'fm0', stars: 5 } }]),
  visit: { ...visit, certificate: '高级操作员', agencyName: '岚安消防', portrait: face('sh-operator'), evidence: arrival, fence, form: { content: '检查 A 座 B1 到 5 楼 42 项设施，39 项正常。', problems: '2 号消火栓泵压力偏低，3F 出口灯不亮。', nextStep: '11月22日前修好。', at: at(19, '17:50') } },
  faults: page([{ id: 'f1', projectName: '澄湖商务中心 A 座', itemName: '消火栓泵', text: '2 号消火栓泵压力低', state: 'InProgress', proposal: null, foundAt: at(19, '16:21'), photos: [photo('gauge-low')], steps: [{ what: '业主同意维修', note: null, by: '顾南舟', at: at(20, '08:09') }] }, { id: 'f2', projectName: '澄湖商务中心 A 座', itemName: '探测器', text: '大厅烟感一直闪红灯', state: 'Pending', foundAt: at(20, '09:05'), photos: [photo('detector')], steps: [], proposal: null }]),
  messages: page([{ id: 'm1', title: '11月报告已备案', event: 'x', lines: [{ label: '内容', value: '澄湖商务中心 A 座，请您看一眼' }], url: '/owner/reports/r1', at: at(20, '14:07'), readAt: null }]),
}
export const verification = { genuine: true, number: report.number, state: 'Filed', reportDate: '2025-11-20', title: '建筑消防设施维护保养报告', form: '系统生成', conclusion: null, rawRecordSha256: null, projectName: '澄湖商务中心 A 座', month: '2025-11', agencyName: '云州岚安消防技术服务有限公司', brigadeName: '临湖区消防救援大队', filedAt: at(20, '14:07'), pages: 14, photos: 31, counts, contentHash: report.contentHash, fileSha256: '00' }
owner.reportSigned = { ...owner.report, id: 'r9', opinion: { contactName: '周桂兰', text: null, signature: { id: 's1', link: '/__drawn/signature.svg' }, signedAt: at(20, '15:02'), withPlace: true, copy: { state: 'Made', pages: 16, bytes: 2400000, sha256: '00' } } }
owner.visit.photos = [['entrance', '到场', '13:01'], ['pump', '现场签到', '13:20']].map(([name, what, clock]) => ({ photo: photo(name), what, at: at(19, clock) }))
owner.project.lastArrival = null
