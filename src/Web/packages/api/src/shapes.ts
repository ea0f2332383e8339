import type { components } from './generated/Host.d.ts'

/**
 * What the pages read and write, by route: short names for the types that npm run types writes from the Host's OpenAPI document.
 * Instants are ISO-8601 UTC, months "2026-11", days "2026-11-20".
 */
type S = components['schemas']

export interface Page<T> { items: T[]; total: number; number: number; size: number }
export type Photo = S['PhotoLink']
export interface LatLng { latitude: number; longitude: number }
export interface ReportedPosition extends LatLng { accuracyMetres: number | null; system: S['CoordinateSystem'] }
export interface PhotoTaken { dataUrl: string; takenAt: string }
export type PhotoStored = S['KernelPhotoRoutesUploaded']

// GET /api/{agency|owner}/me
export type Me = S['Me']

// ---- agency: workbench -------------------------------------------------------------------------------------
export type Workbench = S['ReportsForAgencyWorkbenchResponse']
export type OnSite = S['VisitsForAgencyOnSiteRow']
export type SearchFound = S['ReportsForAgencySearchResponse']
export type SentNotice = S['SentNotice']

// ---- agency: projects --------------------------------------------------------------------------------------
export type ProjectState = S['ProjectState']
export type ServiceType = S['ServiceType']
export type TaskState = S['FieldTaskState']
export type ProjectRow = S['ProjectsForAgencyListProjectsRow']
/** The document says nothing of months in a list. */
export type ProjectPage = Omit<S['ProjectsForAgencyShowProjectResponse'], 'monthsToSuspend'> & { monthsToSuspend: string[] }
export type ProjectChoices = S['ProjectsForConsoleEnterProjectChoices']
export type ProjectEntered = S['ProjectsForConsoleEnterProjectResponse']
export type ProjectParts = S['ProjectsForConsoleReadPartsResponse']
export type ProjectTeam = S['ProjectsForConsoleStaffProjectChoices']
export type PartSaved = S['ProjectsForConsoleCompleteProjectSaved']
export type ServedUnit = S['OwnersForConsoleManageUnitsRow']
export type OwnerAreas = S['OwnersForConsoleManageUnitsAreas']
export type OwnerSaved = S['OwnersForConsoleManageUnitsSaved']
export type OwnerUnitPage = S['OwnersForConsoleManageContactsUnit']
export type LabelRow = S['ProjectsForAgencyPrintLabelsRow']
export type IssuedAccount = S['IssuedAccount']
export type SavedContact = S['SavedContact']
export type StaffLine = S['AgenciesForConsoleListPeopleLine']
export type ProjectsOfPerson = S['ProjectsForConsoleCountProjectsLine']
export type StaffChange = S['AgenciesForConsoleChangeStaffRow']
export type CertificateCard = S['CertificateCard']
export type AgencySheet = S['AgenciesForConsoleShowAgencyResponse']
export type PublicAgency = S['AgenciesForPublicListAgenciesRow']
export type LeadCandidate = S['ProjectsForAgencyReplaceLeadCandidate']
export type EmploymentRow = S['AccountsForEveryDoorReviewEmploymentRow']
export type StaffAccount = S['AccountsAccountListLine']
export type AccountCandidates = S['AccountsForConsoleOpenAccountCandidates']
export type AgreementCard = S['AccountsForEveryDoorOwnPrivacyCard']
export type FaceBase = S['FacesForEveryDoorOwnBaseResponse']
export type BaseToDecide = S['FacesForAuthorityDecideBasesRow']
export type Reassignable = S['FieldTasksForAgencyReassignRow']
export type OwnerAccount = S['OwnersForAgencyAssignedAccountsRow']
export type Invitation = S['InvitationCard']

// ---- agency: plans -----------------------------------------------------------------------------------------
export type PlanRow = S['PlansForAgencyReadPlansRow']
export type UncreatedRow = S['PlansForAgencyReadMonthsUncreated']
export type MissedRow = S['PlansForAgencyReadMonthsMissedRow']
export type PlanSummary = S['PlansForAgencyReadMonthsSummary']
export type PlanProjectRow = S['PlansForAgencyReadMonthsProjectRow']
export type PlanCalendar = S['PlansForAgencyReadCalendarResponse']
export type TermPlan = S['TermPlanSheet']
export type PeriodSheet = S['PeriodSheet']
export type PlanPage = S['PlansForAgencyReadPlansDetail']
export type Assignee = S['PlansForAgencyChooseAssigneeAssignee']

// ---- agency: consents (beijing) ----------------------------------------------------------------------------
export type ConsentRow = S['ConsentRow']
export type ConsentPage = S['ConsentDetail']
export type ConsentEvidence = S['ConsentEvidence']

// ---- agency: reviews ---------------------------------------------------------------------------------------
export type ReviewRow = S['ReviewsForAgencyReadReviewsRow']
export type ReviewPage = S['ReviewsForAgencyShowReviewResponse']
export type JudgementRow = S['ReviewsForAgencyReadJudgementsRow']
export type JudgementPage = S['ReviewsForAgencyShowJudgementResponse']
export type DetectionVerdict = S['DetectionVerdict']

// ---- agency: ratings (shanghai) -----------------------------------------------------------------------------
export type RatingState = S['RatingState']
export type RatingRow = S['VisitsRatingBookRow']
export type RatingList = S['VisitsRatingBookRatings']
export type AuthorityNotice = S['SupervisionForAuthorityReadNoticesRow']
export type AuthorityNotices = S['SupervisionForAuthorityReadNoticesNotices']
export type RatingChoices = S['VisitsForAuthorityReadRatingsChoices']
// GET /flags, also of the authority
export type Flag = S['SupervisionFlagBookRow']
// GET /visits/doubtful, also of the authority
export type DoubtfulVisit = S['VisitsForAgencyReadDoubtsRow']
// console: GET /tasks
export type MonitoredTask = S['ReviewsForConsoleMonitorTasksRow']

// ---- agency: faults ----------------------------------------------------------------------------------------
export type FaultState = S['FaultState']
export type HandlingKind = S['HandlingKind']
export type FaultRow = S['FaultsForAgencyReadFaultsRow']
export type FaultList = S['FaultsForAgencyReadFaultsList']
export type FaultPage = S['FaultsForAgencyShowFaultDetail']
export type FaultCandidate = S['FaultsForAgencyShowFaultCandidate']
export type FaultFigures = S['FaultsForAgencyCountFaultsFigures']
export type ProblemItem = S['FaultsForAgencyCountFaultsItem']
export type HazardTable = S['ReportsForAgencyReadHazardsTable']
export type HazardRow = S['ReportsForAgencyReadHazardsRow']

// ---- agency: reports and filings ---------------------------------------------------------------------------
export type ReportState = S['ReportState']
export type ReportKind = S['ReportKind']
export type ReportDue = S['ReportsForAgencyReadDueDue']
export type ReportDuePage = S['ReportsForAgencyReadDueDuePage']
export type ReportOffer = S['ReportsForAgencyReadDueOffer']
export type ReportFile = S['ReportsForAgencyUploadReportFileResponse']
export type ReportQueryPage = S['ReportsForAgencyQueryReportsQueryPage']
export type ReportQueryRow = S['ReportsForAgencyQueryReportsRow']
export type MonthlyRow = S['ReportsForAgencyReadMonthlyRow']
export type MonthlyPage = S['ReportsForAgencyReadMonthlyDetail']
export type SampleForm = S['ReportsForAgencyDownloadFormsRow']
export type ReportRow = S['ReportsForAgencyReadReportsRow']
export type ReportPage = S['ReportsForAgencyReadReportsDetail']
export type Filed = S['ReportsForAgencyFileReportResponse']
export type FilingRow = S['ReportsForAgencyFilingsRow']
export type FilingCounts = S['ReportsForAgencyFilingsCounts']
export type FilingPage = S['ReportsForAgencyShowFilingResponse']
export type FilingLogLine = S['ReportsForAgencyFilingsLogLine']
export type ReportChange = S['ReportsForAgencyRequestChangeRow']
export type Witness = S['Witness']
export type CodesSent = S['CodesSent']
export type SecondWayAnswer = S['SecondWayAnswer']
/** What an act that asks for the face is sent: the picture, or codes and a witness. */
export interface IdentityProof { photoId?: string; secondWay?: SecondWayAnswer }

// ---- both: messages ----------------------------------------------------------------------------------------
export type Message = S['MessageLine']
export type MessagePage = S['MessageList']

// ---- owner -------------------------------------------------------------------------------------------------
export type InvitationCard = S['OwnersForOwnerBindProjectInvitation']
export type Bound = S['OwnersForOwnerBindProjectResponse']
export type PhoneCodeSent = S['PhoneCodeSent']
export type OwnerSignedIn = S['AccountsForOwnerSignInSignedIn']
export type MessageKind = S['MessagingForReadersChoosePushesKind']
export type OwnData = S['OwnersForOwnerOwnDataResponse']
export type OwnDataErased = S['OwnersForOwnerOwnDataDone']
export type OwnerUnit = S['OwnersForOwnerUnitContactsUnit']
export type OwnerHome = S['ReportsForOwnerHomeResponse']
export type RatingPage = S['VisitsForOwnerRateVisitRatingPage']
export type OwnerReportRow = S['ReportsForOwnerReadReportsRow']
export type OwnerProject = S['ReportsForOwnerReadProjectResponse']
export type OwnerMissing = S['ReportsForOwnerReadMissingResponse']
export type OwnerReport = S['ReportsForOwnerReadReportsDetail']
/** A report on its way to a mailbox. */
export type MailRow = S['MailRow']
export type OwnerMonthly = S['ReportsForOwnerReadMonthlyResponse']
export type VisitRow = S['VisitsForOwnerReadVisitsRow']
export type VisitPage = S['VisitsForOwnerReadVisitsDetail']
export type OwnerFault = S['FaultsForOwnerSeeFaultsRow']
export type OwnLabel = S['FaultsForOwnerReadLabelResponse']
export type RepairForm = S['FaultsForOwnerRepairFormResponse']
export type RepairSent = S['FaultsForOwnerRequestRepairResponse']

// ---- public ------------------------------------------------------------------------------------------------
export type ScannedLabel = S['FaultsForPublicReportByLabelLabel']
export type Verification = S['ReportsForPublicVerifyReportResponse']
