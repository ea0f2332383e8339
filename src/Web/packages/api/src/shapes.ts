import type { components } from './generated/Host.d.ts'

/**
 * What the pages read and write, by route: short names for the types that npm run types writes from the Host's OpenAPI document.
 * Instants are ISO-8601 UTC, months "2026-11", days "2026-11-20".
 */
type S = components['schemas']

export interface Page<T> { items: T[]; total: number; number: number; size: number }
export interface Photo { id: string; link: string; kind?: string | null; takenAt?: string | null; place?: string | null; distanceMetres?: number | null }
export interface LatLng { latitude: number; longitude: number }
export interface ReportedPosition extends LatLng { accuracyMetres: number | null; system: S['CoordinateSystem'] }
export interface PhotoTaken { dataUrl: string; takenAt: string }
export type PhotoStored = S['KernelPhotoRoutesUploaded']

// GET /api/{agency|owner}/me
export type Me = S['Me']

// ---- agency: workbench -------------------------------------------------------------------------------------
export interface Workbench {
  leadName: string
  agencyName: string
  month: string
  roles: string[]
  toReview: { count: number; oldest?: WaitingReview | null }
  faults: { open: number; urgent: number; oldestAt?: string | null }
  plans: { uncreated: number; unassigned: number; unassignedFacilities: number }
  filings: { open: number; oldestAt?: string | null }
  consents: { open: number }
  messages: { unread: number }
  progress: { projects: number; filed: number; toFile: number; running: number; idle: number; filedLastMonthByNow: number }
  onSite: OnSite[]
}
export interface WaitingReview { taskId: string; projectName: string; month: string; operatorName: string; submittedAt: string; faceOk: boolean; insideFence: boolean; failures: number }
export interface OnSite { visitId: string; personName: string; portrait?: Photo | null; projectName: string; startedAt: string; insideFence: boolean }

// ---- agency: projects --------------------------------------------------------------------------------------
export type ProjectState = S['ProjectState']
export type ProjectRow = S['ProjectsForAgencyListProjectsRow']
export type ProjectPage = S['ProjectsForAgencyShowProjectResponse']
export type Invitation = S['InvitationCard']

// ---- agency: plans -----------------------------------------------------------------------------------------
export type PlanRow = S['PlansForAgencyReadPlansRow']
export type UncreatedRow = S['PlansForAgencyReadPlansUncreated']
export type PlanPage = S['PlansForAgencyReadPlansDetail']
export type Assignee = S['PlansForAgencyAssignFacilitiesAssignee']

// ---- agency: consents (beijing) ----------------------------------------------------------------------------
export type ConsentRow = S['FieldTasksForAgencyReadConsentsRow']
export type ConsentPage = S['FieldTasksForAgencyReadConsentsDetail']

// ---- agency: reviews ---------------------------------------------------------------------------------------
export type ReviewRow = S['ReviewsForAgencyReadReviewsRow']
export type ReviewPage = S['ReviewsForAgencyShowReviewResponse']

// ---- agency: faults ----------------------------------------------------------------------------------------
export type FaultState = S['FaultState']
export type HandlingKind = S['HandlingKind']
export type FaultRow = S['FaultsForAgencyReadFaultsRow']
export type FaultList = S['FaultsForAgencyReadFaultsList']
export type FaultPage = S['FaultsForAgencyReadFaultsDetail']

// ---- agency: reports and filings ---------------------------------------------------------------------------
export type ReportState = 'Generating' | 'Ready' | 'Failed' | 'Filed'
export interface ReportDue { planId: string; projectId: string; projectName: string; month: string; taskIds: string[]; blockedBy?: { code: string; title: string; rule?: string | null } | null; serviceFrom: string; serviceTo: string; records: number }
export interface ReportRow { id: string; number?: string | null; projectName: string; month: string; state: ReportState; progress: number; pages?: number | null; generatedAt?: string | null; filedAt?: string | null; dueOn?: string | null; readByOwnerAt?: string | null }
export interface ReportPage extends ReportRow {
  step?: string | null; sha256?: string | null; bytes?: number | null
  counts: { conforms: number; fails: number; cannot: number }
  reviewerName?: string | null; reviewedAt?: string | null
  technicalLeadName: string; brigadeName?: string | null; contactNames: string[]
  notices: { tone: 'red' | 'orange' | 'green'; title: string; detail: string }[]
  filing?: { opinion: string; byName: string; at: string; score?: number | null; threshold?: number | null } | null
  filingDay?: number | null; filingDays?: number | null; needsFace: boolean; mayFile: boolean
}
export interface Filed { number: string; filedAt: string; score?: number | null; threshold?: number | null }

// ---- both: messages ----------------------------------------------------------------------------------------
export type Message = S['MessageLine']

// ---- owner -------------------------------------------------------------------------------------------------
export type InvitationCard = S['OwnersForOwnerBindProjectInvitation']
export type Bound = S['OwnersForOwnerBindProjectResponse']
export interface OwnerHome {
  contactName: string; ownerName: string; projectName: string
  works: boolean; lastCheckAt?: string | null; counts?: { conforms: number; fails: number; cannot: number } | null
  todo: { kind: 'Rating' | 'Report'; id: string; title: string; detail: string }[]
  repairing: { id: string; title: string; detail: string }[]
  lead?: { name: string; phone: string; portrait?: Photo | null } | null
  unreadReports: number
}
export type RatingPage = S['VisitsForOwnerRateVisitRatingPage']
export interface OwnerReportRow { id: string; number: string; projectName: string; month: string; agencyName: string; filedAt: string; readAt?: string | null; pages: number }
export interface OwnerReport extends OwnerReportRow {
  sha256: string; bytes: number
  counts: { conforms: number; fails: number; cannot: number }
  repairs: { id: string; title: string; detail: string; photo?: Photo | null }[]
  unchecked: { title: string; reason: string }[]
  signers: { name: string; role: string; did: string; portrait?: Photo | null }[]
}
export type VisitRow = S['VisitsForOwnerReadVisitsRow']
export type VisitPage = S['VisitsForOwnerReadVisitsDetail']
export type OwnerFault = S['FaultsForOwnerReadFaultsRow']

// ---- public ------------------------------------------------------------------------------------------------
export interface Verification {
  genuine: boolean; number: string; title?: string; projectName: string; month: string; agencyName: string; technicalLead: string; brigadeName?: string | null
  filedAt?: string | null; pages: number; photos: number; counts: { conforms: number; fails: number; cannot: number }; sha256: string
}
