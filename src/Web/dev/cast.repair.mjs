// The owner's repairs of the mock: the form, a fault that waits for his answer, one that he mends himself; the label that strangers scan.
const at = (day, time) => `2025-11-${String(day).padStart(2, '0')}T${time}:00+08:00`
const photo = name => ({ id: name, link: `/__drawn/photos/${name}.jpg` })
const step = (what, by, time, more) => ({ what, note: null, by, at: time, photos: [], stateAfter: 'Pending', amountFen: null, assigneeName: null, dueOn: null, ...more })

const form = {
  projectId: 'p1', projectName: '澄湖商务中心 A 座', projects: [{ id: 'p1', name: '澄湖商务中心 A 座' }], agencyName: '岚安消防', leadName: '顾南舟', leadMaskedPhone: '138 **** 0000', maskedPhone: '138 **** 2046',
  facilities: [['M02-04', '火灾探测器', '火灾报警系统'], ['M11-05', '消防应急标志灯', '应急照明和疏散指示系统'], ['M05-01', '室内消火栓', '消火栓系统'], ['M18-01', '手提式灭火器', '灭火器'], ['M06-08', '喷头', '自动喷水灭火系统'], ['M14-01', '常闭式防火门', '防火分隔'], ['M02-09', '手动报警按钮', '火灾报警系统'], ['M04-05', '消防水泵', '消防供水设施'], ['M02-03', '消防联动控制器', '火灾报警系统']]
    .map(([classCode, name, systemName]) => ({ classCode, name, systemName })),
  buildings: [{ name: 'A 座', floorsAbove: 16, floorsBelow: 2 }],
}
const fault = {
  id: 'f1', projectName: '澄湖商务中心 A 座', itemName: '消防水泵', place: 'B1 泵房', text: '2 号消火栓泵出口压力偏低', state: 'Pending', source: 'MaintenanceReport', isUrgent: true, foundAt: at(19, '16:21'), photos: [photo('gauge-low'), photo('pump')],
  steps: [step('与业主沟通中', '顾南舟', at(20, '08:09'), { note: '先问厂家配件价格' }), step('维修报价', '顾南舟', at(20, '09:02'), { note: '换叶轮和机械密封，含人工，一天修好', amountFen: 168000 })],
  proposal: { id: 'q1', amountFen: 168000, text: '换叶轮和机械密封，含人工，一天修好', byName: '顾南舟', at: at(20, '09:02'), answer: null, answeredBy: null, answeredAt: null, waits: true },
}
const own = { ...fault, id: 'f7', itemName: '消防应急标志灯', place: '3 楼，东侧走道', text: '不亮了', source: 'OwnerRequest', state: 'OwnerHandling', isUrgent: false, photos: [photo('exit-sign')], steps: [], proposal: null }
const mended = {
  ...fault, id: 'f8', itemName: '火灾探测器', place: '1 楼，大厅', text: '大厅烟感一直闪红灯', source: 'OwnerRequest', state: 'Resolved', isUrgent: false, photos: [photo('detector')], proposal: { ...fault.proposal, amountFen: 35000, text: '换一只探测器', answer: 'Agreed', answeredBy: '周桂兰', answeredAt: at(20, '09:10'), waits: false },
  steps: [step('维修报价', '顾南舟', at(20, '09:02'), { note: '换一只探测器', amountFen: 35000 }), step('业主同意维修', '周桂兰', at(20, '09:10')), step('业主同意维修', '顾南舟', at(20, '09:15'), { assigneeName: '陆小满', dueOn: '2025-11-21', stateAfter: 'InProgress' }), step('结果：解决', '陆小满', at(20, '11:30'), { note: '换了新的，试过了', stateAfter: 'Resolved', photos: [photo('detector')] })],
}
export const repairReads = [['/api/owner/repair-form', form], ['/api/owner/faults/f7', own], ['/api/owner/faults/f8', mended], ['/api/owner/faults/*', fault]]
repairReads.push(['/api/public/labels/*', { facilityName: '室内消火栓', systemName: '消火栓系统', place: 'A 座 3 楼，东侧走道', agencyName: '云州岚安消防技术服务有限公司', lastMaintainedOn: '2025-11-19' }])
