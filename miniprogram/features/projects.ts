// The projects one may check in at, nearest first.
import { get } from '../lib/http'
import type { Position } from '../lib/phone'
import { distanceTo, type FencePoint } from './fence'
import { metres } from './words'

export interface Project { id: string; name: string; address: string; state: string; fence: FencePoint[] }

export interface ProjectRow { id: string; name: string; address: string; distance: number | null; where: string; inside: boolean }

/** 已提交, 已执业 and 待复检 are worked on; the others refuse a start anyway (CHK-03, 17). */
const WORKED_ON = ['Active', 'Practised', 'Retest']
/** The server's largest page. Where one is a member of fewer, none that he may stand at is left out. */
const MOST = 100

/** Fences as this run has read them: the list needs one request when it is shown again, not one a project. */
const known = new Map<string, Project>()

/** @param anew The person asked for it: fences are read again too. */
export async function workableProjects(anew = false): Promise<Project[]> {
  if (anew) known.clear()
  const { items } = await get<{ items: { id: string; state: string }[] }>('/projects', { size: String(MOST) })
  return Promise.all(items.filter((p) => WORKED_ON.includes(p.state)).map((p) => known.get(p.id) ?? project(p.id)))
}

export async function project(id: string): Promise<Project> {
  const read = await get<Project>(`/projects/${id}`)
  known.set(id, read)
  return read
}

export function byDistance(projects: readonly Project[], me: Position | null): ProjectRow[] {
  return projects
    .map((p) => {
      const distance = me ? distanceTo(p.fence, me) : null
      return { id: p.id, name: p.name, address: p.address, distance, where: distance === null ? '' : distance === 0 ? '在围栏内' : `离围栏 ${metres(distance)}`, inside: distance === 0 }
    })
    .sort((a, b) => (a.distance ?? Infinity) - (b.distance ?? Infinity) || (a.name < b.name ? -1 : 1))
}
