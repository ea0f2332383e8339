// 补充测试项 and 处理消防设施与当前测试规范不匹配 (FLD-21, 22): both only complete the month's plan.
import { get } from '../../lib/http'

export type Nature = 'Supplementary' | 'Mismatch'

export const WORDS: Record<Nature, { title: string; lead: string; why: string }> = {
  Supplementary: { title: '补充测试项', lead: '补测哪些设施？', why: '业主当场提出要补测时用。只补充这个月的计划，不能单独出报告。' },
  Mismatch: { title: '处理不匹配', lead: '和哪类设施最接近？', why: '现场有、规范里没有的设施，自己写测试项。只补充这个月的计划，不能单独出报告。' },
}

export interface Project { id: string; name: string; address: string }
export interface FacilityClass { code: string; name: string; systemName: string }

export async function projects(): Promise<Project[]> {
  return (await get<{ items: Project[] }>('/projects', { size: '100' })).items
}

export async function facilities(projectId: string): Promise<FacilityClass[]> {
  return (await get<{ facilities: FacilityClass[] }>(`/projects/${projectId}`)).facilities
}
