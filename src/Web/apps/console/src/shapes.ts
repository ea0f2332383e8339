export type DeliveryState = 'Pending' | 'Sent' | 'Delivered' | 'RefusedByUser' | 'Blocked' | 'Refused' | 'NotFollowing' | 'Unknown' | 'Dead' | 'OverDailyLimit' | 'Failed'
export type ServiceAccount = 'Agency' | 'Owner' | 'MiniProgram'
export interface DeliveryRow { id: string; event: string; title: string; account: ServiceAccount; receiver: string; isContact: boolean; projectName: string; state: DeliveryState; why: string | null; resendOf: string | null; mayBeResent: boolean; createdAt: string; readAt: string | null }
export interface DeliveryPage { items: DeliveryRow[]; total: number; isMore: boolean; next: string | null }
export interface DeliveryEvent { event: string; title: string }
export interface Step { at: string | null; what: string; detail: string | null; tone: 'Good' | 'Bad' | 'Waiting' | 'Now' | 'Past' }
export interface DeliveryDetail extends DeliveryRow { errcode: number | null; lines: { label: string; value: string }[]; history: Step[]; resentAs: string | null; whyNotResend: string | null }
export interface HourCount { at: string; arrived: number; waiting: number; notFollowing: number; failed: number }
export interface DeliveryHours { hours: HourCount[] }
export interface Alarm { errcode: number; what: string; firstAt: string; lastAt: string; count: number }
export interface PushAccount { account: ServiceAccount; pendingUrgent: number; pendingOrdinary: number; oldestAt: string | null; isStalled: boolean; restsUntil: string | null; restReason: string | null; sentToday: number; quota: number | null; alarms: Alarm[] }
export interface Pushes { accounts: PushAccount[]; workers: number }
export interface Resent { id: string }
