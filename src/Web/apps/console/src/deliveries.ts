import type { Query } from '@wechatservice/api'
import type { State } from '@wechatservice/ui/state.ts'
import type { DeliveryState, ServiceAccount } from './shapes.ts'

/** What became of a push, in the words of the page: colour, shape and word together. */
export const states: Record<DeliveryState, State> = {
  Pending: { word: '等着发', tone: 'blue' },
  Sent: { word: '微信已收', tone: 'blue' },
  Delivered: { word: '已送达', tone: 'green' },
  NotFollowing: { word: '没关注', tone: 'orange' },
  OverDailyLimit: { word: '当天超量', tone: 'grey' },
  RefusedByUser: { word: '对方拒收', tone: 'orange' },
  Blocked: { word: '对方屏蔽', tone: 'orange' },
  Unknown: { word: '说不准', tone: 'orange' },
  Refused: { word: '微信拒绝', tone: 'red' },
  Failed: { word: '微信没送到', tone: 'red' },
  Dead: { word: '没发出去', tone: 'red' },
}
/** Nothing more happens to these by itself: somebody looks at them. */
export const dead: DeliveryState[] = ['Dead', 'Unknown', 'Refused', 'Failed', 'Blocked', 'RefusedByUser']

export const accounts: Record<ServiceAccount, string> = { Agency: '机构公众号', Owner: '业主公众号', MiniProgram: '小程序' }

/** What one looks for; it lives in the address, so that a page can be sent to a colleague. */
export interface Wanted { person: string; project: string; event: string; state: string; from: string; to: string }

export function wantedIn(query: Record<string, unknown>): Wanted {
  const of = (key: string) => typeof query[key] === 'string' ? query[key] : ''
  return { person: of('person'), project: of('project'), event: of('event'), state: of('state'), from: of('from'), to: of('to') }
}
/** Without what is empty, for the address and for the API. */
export function asQuery(wanted: Partial<Wanted>): Query {
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value))
}
