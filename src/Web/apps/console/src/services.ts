import type { ProjectState, ServiceType } from '@wechatservice/api'
import type { State } from '@wechatservice/ui/state.ts'

/** The types of a contract (CON-02). */
export const services: Record<ServiceType, string> = {
  Maintenance: '维护保养', AnnualDetection: '年度检测', CompletionDetection: '竣工检测', SpecialDetection: '专项检测', Assessment: '安全评估',
}

export const projectStates: Record<ProjectState, State> = {
  Draft: { word: '已保存', tone: 'grey' }, Active: { word: '进行中', tone: 'blue' }, Practised: { word: '已执业', tone: 'blue' }, Retest: { word: '待复检', tone: 'orange' },
  Done: { word: '已完成', tone: 'green' }, Terminated: { word: '已终止', tone: 'grey' }, Cancelled: { word: '已注销', tone: 'grey' },
}
