import { get, post, Refusal } from '../../../lib/http'
import { confirm, open, startAgain } from '../../../lib/pages'
import { wantsLargeType } from '../../../lib/phone'
import { dropSession, session } from '../../../lib/session'

interface Me { name: string; roles: string[]; agencyName: string | null }
const ROLES: Record<string, string> = { AgencyAdmin: '机构管理员', AgencyManager: '企业管理人员', ProjectLead: '项目负责人', TechnicalLead: '技术负责人', Operator: '现场人员', Representative: '法人授权代表' }

/** 我的: who one is here, and what belongs to oneself. */
Page({
  data: { large: wantsLargeType(), name: '', what: '', why: '' },

  async onShow() {
    this.setData({ name: session()?.name ?? '', why: '' })
    try {
      const me = await get<Me>('/me')
      this.setData({ name: me.name, what: [me.agencyName ?? '还没有入职', ...me.roles.map((r) => ROLES[r] ?? r)].join('，'), why: '' })
    } catch (e) {
      if (!(e instanceof Refusal)) throw e
      this.setData({ why: e.title })
    }
  },

  again() { return this.onShow() },
  toFace() { open('/person/pages/face/face') },
  toPrivacy() { open('/person/pages/privacy/privacy') },
  toEmployment() { open('/person/pages/employment/employment') },

  async leave() {
    if (!(await confirm('退出登录？', '这部手机退出以后，帐号可以在另一部手机上登录。', '退出', '先不退'))) return
    try {
      await post('/sign-out', {}, '')
      dropSession()
      startAgain('/pages/sign-in/sign-in')
    } catch (e) {
      if (!(e instanceof Refusal)) throw e
      this.setData({ why: e.title })
    }
  },
})
