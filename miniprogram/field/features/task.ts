// A task as the server tells it: everything that recording needs, so that it works without a network (FLD-04, 20, 23).
import type { TaskState } from './task-list'

export type CannotReason = 'NormMismatch' | 'NotTestable' | 'OutOfContract' | 'NoSuchDevice'
export type Verdict = 'Conforms' | 'Fails' | 'NotApplicable'
export type Result = 'Qualified' | 'Unqualified' | 'NotTestable' | 'NoSuchDevice'
export type StartNeed = 'Selfie' | 'SignIn' | 'Controller' | 'ControllerBrand'

export interface Limit { op: 'AtMost' | 'AtLeast' | 'Below' | 'Above' | 'Equal' | 'Between'; value: number | null; min: number | null; max: number | null; unit: string; when: string | null }

export interface Question { key: string; text: string; kind: 'Choice' | 'Number'; options: string[]; unit: string | null; limit: string | null; limits: Limit[] }

export interface Answer { key: string; name: string; value: string; unit: string | null; limit: string | null; within: boolean | null }

/** A photo or film that the server has; the link lasts minutes. */
export interface Linked { id: string; link: string }

export interface ServerRecord {
  id: string; clientId: string; canInspect: boolean; cannotReason: CannotReason | null; verdict: Verdict; text: string; answers: Answer[]
  photos: Linked[]; videos: Linked[]; isFlagged: boolean; clientTime: string; storedAt: string; result: Result | null; positions: number | null; unplacedPhotos: number; byName?: string | null; device?: string | null
}

export interface Item {
  code: string; letter: string; name: string; do: string; classCode: string; className: string; systemName: string; questions: Question[]
  recorded: boolean; records: ServerRecord[]; subItemCode: string | null; remark: string | null
}

export interface Consent { id: string; kind: 'Start' | 'Submit'; state: 'Pending' | 'Granted' | 'Refused'; askedAt: string; decidedAt: string | null; reason: string | null }

export interface SubItem { code: string; name: string; classCode: string; positions: number | null }

export interface Task {
  id: string; name: string; state: TaskState; version: number; planId: string; projectId: string; projectName: string; address: string; classCodes: string[]
  startedAt: string | null; submittedAt: string | null; controllerBrand: string | null; startNeeds: StartNeed[]; needsStartConsent: boolean; needsSubmitConsent: boolean
  trackIntervalSeconds: number; returnReason: string | null; recorded: number; cannotReasons: string[]; items: Item[]; consents: Consent[]; subItems: SubItem[]
  nature: 'Planned' | 'Supplementary' | 'Mismatch'; photosAtLeast: number; photosAtMost: number; videosAtMost: number; videoMb: number; judged: boolean; photosSuffice?: boolean
}

/** FLD-09, in the manual's words. */
export const REASONS: Record<CannotReason, string> = {
  NormMismatch: '与当前测试规范不匹配', NotTestable: '不具备测试条件', OutOfContract: '不在合同范围内', NoSuchDevice: '现场无此设备',
}

/** FLD-16. */
export const RESULTS: Record<Result, string> = { Qualified: '合格', Unqualified: '不合格', NotTestable: '不具备测试条件', NoSuchDevice: '现场无此设备' }

export const VERDICTS: Record<Verdict, string> = { Conforms: '符合', Fails: '不符合', NotApplicable: '不适用' }
