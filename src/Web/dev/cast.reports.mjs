// Invented data of the report pages; see cast.mjs.
const at = (day, clock) => `2025-11-${String(day).padStart(2, '0')}T${clock.padStart(5, '0')}:00+08:00`
const month = '2025-11'
const row = (projectId, projectName, more = {}) => ({ planId: 'pl4', projectId, projectName, serviceType: 'Maintenance', kind: 'Maintenance', planKind: 'Month', month, tasks: 2, serviceFrom: '2025-11-19', serviceTo: '2025-11-20', blockedBy: null, unmet: [], mayAuthor: true, ...more })
const unmet = (title, mend, at, code = 'report.tasks_unapproved', rule = 'RPT-01') => ({ code, title, rule, mend, at })
const ready = [row('p1', '澄湖商务中心 A 座'), row('p9', '南渡菜场', { planKind: 'Quarter', tasks: 3 }), row('p8', '云州三中', { serviceType: 'AnnualDetection', kind: 'Detection', planKind: null, tasks: 4 })]
const blocked = [
  row('p6', '栖云里购物中心', { unmet: [unmet('还有 2 项已下发的设施没有做，做完再出报告。', 'OpenPlan', 'pl5'), unmet('还有 1 份现场记录没有审核通过，先审完再出报告。', 'Review', 't1')] }),
  row('p3', '望山康养院', { planKind: 'Quarter', unmet: [unmet('委托单位还没有评价这次执业，评价后才能出报告。可以请对方打开消息评价。', 'RemindOwner', 'p3', 'report.not_rated', 'RPT-21'), unmet('这个月的月报还没有写，写好月报才能出报告。', 'WriteMonthly', 'p3', 'report.monthly_missing', 'RPT-21')] }),
  row('p2', '北渚物流园 3 号库', { planId: null, planKind: null, tasks: 0, unmet: [unmet('2025年11月还没有计划，先建计划、下发、做完。', 'MakePlan', 'p2')] }),
]
const due = url => {
  const items = url.searchParams.get('show') === 'Blocked' ? blocked : ready
  return { items, total: items.length, number: 1, size: 20, ready: ready.length, blocked: blocked.length, month, daysLeft: 10, runningOn: [row('p7', '望山康养院北楼', { month: '2025-10', tasks: 3 })] }
}
const tick = (id, name, more = {}) => ({ id, name, nature: 'Planned', operatorName: '韩柏川', state: 'Approved', submittedAt: at(19, '17:47'), records: 42, failures: 2, must: true, ...more })
const offer = {
  due: ready[0], cover: { projectName: '澄湖商务中心 A 座', address: '临湖区澄湖路 18 号', ownerName: '云州澄湖物业管理中心' },
  ticks: [tick('t1', '11月月度计划_1119_1'), tick('t2', '11月月度计划_1120_1', { operatorName: '陆小满', records: 18, failures: 0, submittedAt: at(20, '11:02') }), tick('t3', '补充测试项_1120', { nature: 'Supplementary', must: false, records: 3, failures: 0, submittedAt: at(20, '11:30') })],
  repairs: [{ id: 'ft1', kind: 'Repair', itemName: '东侧走道出口标志灯', operatorName: '孟知远', result: 'Solved', submittedAt: at(20, '12:10') }],
  needsFile: false, needsRawRecord: false, needsConclusion: false, needsPlanKind: false, fileLimitMb: 50, authors: '机构管理员或项目负责人', ownerLabel: '委托单位', technicalLeadName: '沈砚秋', saves: true,
}
const upload = { ...offer, due: ready[2], cover: { projectName: '云州三中', address: '临湖区学府路 2 号', ownerName: '云州市第三中学' }, ticks: offer.ticks.slice(0, 1), repairs: [], needsFile: true, needsConclusion: true, fileLimitMb: 20, saves: false }
const asked = (projectId, projectName, more = {}) => ({ projectId, projectName, ownerName: '云州澄湖物业管理中心', agencyName: '岚安消防', serviceType: 'Maintenance', started: '2025-04-01', month, issued: false, late: false, reportId: null, number: null, state: null, form: null, madeAt: null, filedAt: null, ...more })
const query = {
  items: [
    asked('p1', '澄湖商务中心 A 座', { issued: true, reportId: 'r1', number: 'YZ-LH-2025-11-0318', state: 'Filed', form: '系统生成', madeAt: at(20, '13:31'), filedAt: at(20, '14:07') }),
    asked('p6', '栖云里购物中心', { ownerName: '栖云里商业管理有限公司' }), asked('p3', '望山康养院', { ownerName: '望山养老服务中心', late: true }),
    asked('p8', '云州三中', { ownerName: '云州市第三中学', serviceType: 'AnnualDetection', issued: true, reportId: 'r3', number: 'YZ-LH-2025-11-0311', state: 'Ready', form: '直接上传', madeAt: at(18, '9:20') }),
  ], total: 4, number: 1, size: 20, issued: 2, unissued: 2, ownerLabel: '委托单位',
}
const monthlies = { items: [
  { projectId: 'p1', projectName: '澄湖商务中心 A 座', month, state: null, visits: 2, rated: 2, blockedBy: null },
  { projectId: 'p6', projectName: '栖云里购物中心', month, state: null, visits: 1, rated: 0, blockedBy: { code: 'monthly_report.not_rated', title: '委托单位还没有评价这个月的执业，评价后才能写月报。可以请对方打开微信消息评价。', rule: 'RPT-24' } },
  { projectId: 'p9', projectName: '南渡菜场', month, state: 'Pushed', visits: 1, rated: 1, blockedBy: null },
], total: 3, number: 1, size: 20 }
const monthly = {
  projectId: 'p1', projectName: '澄湖商务中心 A 座', ownerName: '云州澄湖物业管理中心', month, state: 'Saved', minutes: 298, openFaults: 1, blockedBy: null, writerName: '顾南舟', savedAt: at(20, '13:40'), pushedAt: null, mayWrite: true, ownerLabel: '委托单位',
  texts: { done: '11月19日：检查火灾报警、消火栓、喷淋和应急照明，共 42 项。\n11月20日：复测末端试水，更换 3F 出口标志灯。', problems: '2 号消火栓泵出口压力偏低，0.28 MPa。', advice: '请在本月内安排检修 2 号泵。', next: '12月中旬做季度维保。' },
  visits: [{ day: '2025-11-19', content: '检查火灾报警、消火栓、喷淋和应急照明，共 42 项', problems: '2 号消火栓泵压力偏低', next: null, stars: 5 }, { day: '2025-11-20', content: '复测末端试水，更换 3F 出口标志灯', problems: null, next: '12月中旬做季度维保', stars: 4 }],
}
const forms = [{ key: 'detection-report', title: '建筑消防设施检测报告（示范格式）', services: ['AnnualDetection', 'CompletionDetection', 'SpecialDetection'] }, { key: 'maintenance-report', title: '建筑消防设施维护保养报告（示范格式）', services: ['Maintenance'] }]
/** What reports of these pages carry beside what filings show. */
export const reportMore = { kind: 'Maintenance', form: '系统生成', planKind: 'Month', conclusion: null, cover: null, uploads: [], rawRecordPages: 0, mayChange: true, mayDelete: true, whyNotDelete: null }

const sheet = { id: 'p1', link: '/__drawn/page-1.svg' }
const changes = [
  { id: 'ch1', reportId: 'r1', about: 'Filing', state: 'Granted', mistake: '报告日期写成了 11 月 2 日', correction: '报告日期是 11 月 20 日', photos: [sheet], sentByName: '顾南舟', sentAt: at(21, '09:12'), decidedByName: '裴远舟', answer: '日期确实写错，准予更正', decidedAt: at(21, '15:40') },
]

export const reportReads = [
  ['/api/agency/reports/*/change-requests', changes],
  ['/api/agency/reports/due', due], ['/api/agency/reports/due/p8', upload], ['/api/agency/reports/due/*', offer], ['/api/agency/reports/query', query],
  ['/api/agency/monthly-reports', monthlies], ['/api/agency/monthly-reports/*/*', monthly], ['/api/agency/sample-forms', forms],
  ['/api/owner/monthly-reports/*', { id: 'm1', projectName: monthly.projectName, agencyName: '岚安消防', month, texts: monthly.texts, writerName: '顾南舟', pushedAt: at(20, '16:00') }],
]
