import type { ServiceType } from '@wechatservice/api'

/** The types of a contract (CON-02). */
export const services: Record<ServiceType, string> = {
  Maintenance: '维护保养', AnnualDetection: '年度检测', CompletionDetection: '竣工检测', SpecialDetection: '专项检测', Assessment: '安全评估',
}
