// The projects one may check in at, nearest first.
import { get } from '../lib/http'
import type { Position } from '../lib/phone'
import { distanceTo, type FencePoint } from './fence'
import { metres } from './words'

export interface Project { id: string; name: string; address: string; state: string; fence: FencePoint[]; atWork: { name: string }[]; atWorkCount: number }

export interface ProjectRow { id: string; name: string; address: string; distance: number | null; where: string; inside: boolean; there: string }

/** The server's largest page. */
const PAGE = 100
/** Nobody is sent to more places; whoever sees a whole agency finds the rest by name in the console. */
const MOST_PAGES = 10

/** Where one may start work, with the fences: a hundred a request (CHK-03, 17). */
export async function workableProjects(): Promise<Project[]> {
  const all: Project[] = []
  for (let page = 1; page <= MOST_PAGES; page++) {
    const { items, total } = await get<{ items: Project[]; total: number }>('/visits/places', { page: String(page), size: String(PAGE) })
    all.push(...items)
    if (all.length >= total || !items.length) break
  }

  return all
}

export function project(id: string): Promise<Project> {
  return get<Project>(`/projects/${id}`)
}

/** 韩柏川、沈一苇等 7 人在这里执业 (CHK-05). */
export function whoIsThere({ atWork, atWorkCount }: Pick<Project, 'atWork' | 'atWorkCount'>): string {
  if (!atWork?.length) return ''
  const names = atWork.slice(0, 2).map((p) => p.name).join('、')
  return atWorkCount > 2 ? `${names}等 ${atWorkCount} 人在这里执业` : `${names}在这里执业`
}

export function byDistance(projects: readonly Project[], me: Position | null): ProjectRow[] {
  return projects
    .map((p) => {
      const distance = me ? distanceTo(p.fence, me) : null
      return { id: p.id, name: p.name, address: p.address, distance, where: distance === null ? '' : distance === 0 ? '在围栏内' : `离围栏 ${metres(distance)}`, inside: distance === 0, there: whoIsThere(p) }
    })
    .sort((a, b) => (a.distance ?? Infinity) - (b.distance ?? Infinity) || (a.name < b.name ? -1 : 1))
}
