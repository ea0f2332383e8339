import type { IconName } from '@wechatservice/ui/icons.ts'

export interface Entry { word: string; icon: IconName; to: string; count?: 'undelivered' }
export interface Group { word: string; entries: Entry[] }

/** The side menu. Only what can be opened stands here; later rooms add their group. */
const agency: Group[] = [
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
  { word: '项目', entries: [{ word: '合同和项目', icon: 'bld', to: '/projects' }, { word: '监控现场提交任务', icon: 'cam', to: '/tasks' }, { word: '打印维保标签', icon: 'qr', to: '/labels' }, { word: '委托单位评价', icon: 'star', to: '/ratings' }, { word: '存疑打卡', icon: 'pin', to: '/doubtful' }, { word: '监管标记', icon: 'flag', to: '/flags' }] },
  { word: '业主', entries: [{ word: '业主与联系人', icon: 'people', to: '/owner-units' }, { word: '查询业主微信账号', icon: 'key', to: '/owner-accounts' }] },
]
/** ACC-16: an officer sees the menus of supervision only. */
const officer: Group[] = [{ word: '监督管理', entries: [{ word: '委托单位评价', icon: 'star', to: '/ratings' }, { word: '存疑打卡', icon: 'pin', to: '/doubtful' }, { word: '监管标记', icon: 'flag', to: '/flags' }, { word: '消息', icon: 'bell', to: '/notices' }, { word: '通告', icon: 'doc', to: '/articles' }] }]

export const menuOf = (isOfficer: boolean) => isOfficer ? officer : agency
