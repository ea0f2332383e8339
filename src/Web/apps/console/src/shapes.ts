import type { components } from '@wechatservice/api/generated/Host.d.ts'

/** What the console reads, by route: short names for the types that npm run types writes. */
type S = components['schemas']

export type ServiceAccount = S['ServiceAccountKind']
// GET /deliveries
export type DeliveryState = S['DeliveryState']
export type DeliveryRow = S['DeliveryRow']
export type DeliveryPage = S['MessagingForConsoleReadDeliveriesResult']
export type DeliveryEvent = S['MessagingForConsoleReadDeliveriesEventName']
// GET /deliveries/{id}
export type DeliveryDetail = S['MessagingForConsoleShowDeliveryResponse']
export type Step = S['HistoryStep']
// GET /deliveries/hours
export type DeliveryHours = S['MessagingForConsoleCountHoursResponse']
export type HourCount = S['MessagingForConsoleCountHoursHour']
// GET /pushes
export type Pushes = S['MessagingForConsoleReadPushesResponse']
export type PushAccount = S['MessagingForConsoleReadPushesAccount']
// POST /deliveries/{id}/resend
export type Resent = S['MessagingForConsoleFollowUpResent']
// GET /articles, /articles/{id} of the authority
export type ArticleKind = S['ArticleKind']
export type ArticleState = S['ArticleState']
export type ArticleRow = S['SupervisionForAuthorityWriteArticlesRow']
export type ArticleSheet = S['SupervisionForAuthorityWriteArticlesSheet']
