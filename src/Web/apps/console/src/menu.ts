import type { Me } from '@wechatservice/api'
import type { IconName } from '@wechatservice/ui/icons.ts'

/** `for`: who may open it; everybody of the house where it says nothing. */
export interface Entry { word: string; icon: IconName; to: string; count?: 'undelivered'; for?: Me['roles'] }
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
      { word: '帐号和手机', icon: 'phone', to: '/accounts', for: ['AgencyAdmin'] },
      { word: '人员和变更', icon: 'user', to: '/staff', for: ['AgencyAdmin', 'AgencyManager', 'Representative'] },
      { word: '入职离职审核', icon: 'people', to: '/employment', for: ['Representative', 'AgencyManager'] },
    ],
  },
  { word: '项目', entries: [{ word: '合同和项目', icon: 'bld', to: '/projects' }, { word: '监控现场提交任务', icon: 'cam', to: '/tasks' }, { word: '打印维保标签', icon: 'qr', to: '/labels' }, { word: '委托单位评价', icon: 'star', to: '/ratings' }, { word: '存疑打卡', icon: 'pin', to: '/doubtful' }, { word: '监管标记', icon: 'flag', to: '/flags' }] },
  { word: '业主', entries: [{ word: '业主与联系人', icon: 'people', to: '/owner-units' }, { word: '查询业主微信账号', icon: 'key', to: '/owner-accounts' }] },
]
/** ACC-16: an officer sees the menus of supervision only. */
const officer: Group[] = [{ word: '监督管理', entries: [{ word: '委托单位评价', icon: 'star', to: '/ratings' }, { word: '存疑打卡', icon: 'pin', to: '/doubtful' }, { word: '监管标记', icon: 'flag', to: '/flags' }, { word: '消息', icon: 'bell', to: '/notices' }, { word: '通告', icon: 'doc', to: '/articles' }] }]

/** What the corps decides and reads beside it (PEO-06, 24, 28). */
const corps: Group = { word: '人员管理', entries: [{ word: '管理人员变更', icon: 'people', to: '/staff/changes' }, { word: '身份底图审核', icon: 'user', to: '/face-bases' }, { word: '帐号', icon: 'phone', to: '/accounts' }] }

export function menuOf(isOfficer: boolean, roles: Me['roles']): Group[] {
  const groups = isOfficer ? roles.includes('Corps') ? [...officer, corps] : officer : agency
  return groups.map(g => ({ ...g, entries: g.entries.filter(e => !e.for || e.for.some(r => roles.includes(r))) })).filter(g => g.entries.length)
}
