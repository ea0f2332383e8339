import type { IconName } from '@wechatservice/ui/icons.ts'

export interface Entry { word: string; icon: IconName; to: string; count?: 'undelivered' }
export interface Group { word: string; entries: Entry[] }

/** The side menu. Only what can be opened stands here; later rooms add their group. */
export const menu: Group[] = [
  {
    word: '消息推送', entries: [
      { word: '推送概览', icon: 'history', to: '/' },
      { word: '推送记录', icon: 'send', to: '/deliveries' },
      { word: '没送到的', icon: 'warn', to: '/dead-letters', count: 'undelivered' },
    ],
  },
  {
    word: '机构管理', entries: [
      { word: '帐号和手机', icon: 'phone', to: '/accounts' },
    ],
  },
]
