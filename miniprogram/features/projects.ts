// The projects one may check in at, nearest first.
import { get } from '../lib/http'
import type { Position } from '../lib/phone'
import { distanceTo, type FencePoint } from './fence'
import { metres } from './words'

export interface Project { id: string; name: string; address: string; state: string; fence: FencePoint[] }

export interface ProjectRow { id: string; name: string; address: string; distance: number | null; where: string; inside: boolean }

/** 已提交, 已执业 and 待复检 are worked on; the others refuse a start anyway (CHK-03, 17). */
const WORKED_ON = ['Active', 'Practised', 'Retest']
const MOST = 20

export async function workableProjects(): Promise<Project[]> {
  const { items } = await get<{ items: { id: string; state: string }[] }>('/projects', { size: String(MOST) })
  return Promise.all(items.filter((p) => WORKED_ON.includes(p.state)).map((p) => project(p.id)))
}

export function project(id: string): Promise<Project> {
  return get<Project>(`/projects/${id}`)
}

export function byDistance(projects: readonly Project[], me: Position | null): ProjectRow[] {
  return projects
    .map((p) => {
      const distance = me ? distanceTo(p.fence, me) : null
      return { id: p.id, name: p.name, address: p.address, distance, where: distance === null ? '' : distance === 0 ? '在围栏内' : `离围栏 ${metres(distance)}`, inside: distance === 0 }
    })
    .sort((a, b) => (a.distance ?? Infinity) - (b.distance ?? Infinity) || (a.name < b.name ? -1 : 1))
}
