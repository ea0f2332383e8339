// A detection plan of the mock (Beijing): one single item judged with a forced change, one open, one without devices.
const at = (day, time) => `2025-11-${String(day).padStart(2, '0')}T${time.padStart(5, '0')}:00+08:00`
const shot = name => ({ id: name, link: `/__drawn/photos/${name}.jpg` })
const judged = (proposed, verdict = null, forced = null, stale = false) => ({ proposed, verdict, forced, isReady: proposed !== null, stale })
const record = (code, result, text, answers = [], flagged = false) => ({ id: `r${code}`, taskId: 't9', operatorName: '韩柏川', result, text, positions: 2, answers, flagged, photos: result === 'NoSuchDevice' ? [] : [shot('pump')], at: at(19, '15:20') })
const item = (code, name, letter, method, criteria, verdicts, found) => ({ code, name, class: letter, method, criteria, judged: verdicts, records: [found] })
const forced = { proposed: 'Unqualified', byName: '顾南舟', at: at(20, '10:12'), why: '厂家到场复测三次，均在 60 s 内' }

const lift = [
  { code: 'D-A.8.1', name: '设置', judged: judged('Qualified', 'Qualified'), items: [
    item('D-A.8.1.1', '设置位置与数量', 'A', '对照图纸查看', [], judged('Qualified', 'Qualified'), record('D-A.8.1.1', 'Qualified', '与图纸一致')),
    item('D-A.8.1.4', '载重量', 'B', '查看铭牌', ['≥ 800 kg'], judged('Qualified', 'Qualified'), record('D-A.8.1.4', 'Qualified', '', [{ key: 'q1', name: '实测值', value: '1000', unit: 'kg', limit: '≥ 800 kg', within: true }])),
  ] },
  { code: 'D-A.8.2', name: '功能', judged: judged('Qualified', 'Qualified'), items: [
    item('D-A.8.2.3', '首层到顶层运行时间', 'A', '秒表测一次全程', ['≤ 60 s'], judged('Unqualified', 'Qualified', forced), record('D-A.8.2.3', 'Qualified', '第一次测 63 s，复测 57 s', [{ key: 'q1', name: '实测值', value: '63', unit: 's', limit: '≤ 60 s', within: false }], true)),
    item('D-A.8.2.5', '轿厢内专用电话', 'C', '与控制室通话', [], judged('Unqualified', 'Unqualified'), record('D-A.8.2.5', 'Unqualified', '通话有杂音，听不清')),
  ] },
]
const light = [{ code: 'D-A.1.2', name: '照度', judged: judged(null), items: [
  item('D-A.1.2.1', '楼梯间、前室照度', 'A', '照度计测最不利点', ['≥ 10 lx'], judged('Qualified'), record('D-A.1.2.1', 'Qualified', '', [{ key: 'q1', name: '实测值', value: '12.4', unit: 'lx', limit: '≥ 10 lx', within: true }])),
  item('D-A.1.2.2', '疏散走道照度', 'A', '照度计测最不利点', ['≥ 3 lx'], judged('Unqualified'), record('D-A.1.2.2', 'Unqualified', '3F 走道 1.8 lx', [{ key: 'q1', name: '实测值', value: '1.8', unit: 'lx', limit: '≥ 3 lx', within: false }])),
] }]
const windows = [{ code: 'D-A.9.1', name: '设置', judged: judged('NotApplicable', 'NotApplicable'), items: [item('D-A.9.1.1', '窗口设置', 'A', '查看', [], judged('NoSuchDevice', 'NoSuchDevice'), record('D-A.9.1.1', 'NoSuchDevice', '建筑无此要求'))] }]
const single = (code, label, name, subItems, counts, verdicts) => {
  const items = subItems.flatMap(s => s.items)
  return { code, label, name, total: counts[0], failedA: counts[1], failedB: counts[2], failedC: counts[3], itemsJudged: items.filter(i => i.judged.verdict).length, items: items.length, judged: verdicts, subItems }
}
export const judgement = {
  planId: 'pl9', planName: '2025年11月年度检测计划', projectId: 'p9', projectName: '云台大厦裙楼', systems: 3, submitted: 3, percent: 100, isComplete: true, isOpen: true, switchedBy: '顾南舟', switchedAt: at(20, '9:58'),
  limits: { a: 0, b: 2, c: 4 }, left: 5, forced: 1, faceNeeded: false, mayJudge: true, blocked: null, inReport: false, passedAt: null, passedByName: null, opinion: null,
  singles: [
    single('D-A.1', 'A.1', '消防应急照明和疏散指示系统', light, [0, 0, 0, 0], judged(null)),
    single('D-A.8', 'A.8', '消防电梯', lift, [4, 0, 0, 1], judged('Qualified', 'Qualified')),
    single('D-A.9', 'A.9', '消防救援窗口', windows, [0, 0, 0, 0], judged('NotApplicable', 'NotApplicable')),
  ],
  overall: judged(null), tasks: [{ id: 't9', name: '2025年11月年度检测_1119', operatorName: '韩柏川', state: 'Submitted', submittedAt: at(19, '18:04'), records: 7 }],
}
export const judgements = { items: [{ planId: 'pl9', planName: '年度检测计划', projectId: 'p9', projectName: '云台大厦裙楼', systems: 3, submitted: 3, percent: 100, isComplete: true, isOpen: true, isPassed: false, overall: null, tasks: 1, firstSubmittedAt: at(19, '18:04'), passedAt: null }], total: 1, number: 1, size: 20 }
