import { attempt } from '../../../features/attempt'
import { bringIntoView, confirm, open, startAgain } from '../../../lib/pages'
import { wantsLargeType } from '../../../lib/phone'
import { agencies, employment, join, leave, posts, tell, type Agency, type Employment, type Post, type Told } from '../../features/register'

/** 申请入职, 申请离职, and what became of each (PEO-17…19). */
Page({
  data: {
    large: wantsLargeType(), now: null as Employment | null, told: [] as Told[], waits: false, choices: [] as { post: Post; says: string }[],
    found: [] as Agency[], search: '', agency: '', post: '' as Post | '', busy: false, why: '', needsRegistration: false,
  },

  onShow() { return this.again() },
  again() { return this.busily(() => this.read()) },

  async read() {
    const now = await employment()
    this.setData({
      now, told: now.requests.map(tell), waits: now.requests.some((r) => r.state === 'Pending'), choices: now.posts.map((post) => ({ post, says: posts[post] })),
      needsRegistration: !now.agency && !now.isRegistered,
    })
    if (!now.agency && now.isRegistered && !this.data.waits) await this.find()
  },

  async find() { this.setData({ found: await agencies(this.data.now!.region, this.data.search.trim()) }) },

  onSearch(e: WechatMiniprogram.CustomEvent<{ value: string }>) { this.setData({ search: e.detail.value }) },
  look() { return this.busily(() => this.find()) },
  chooseAgency(e: WechatMiniprogram.TouchEvent) { this.setData({ agency: String(e.currentTarget.dataset.id), why: '' }) },
  choosePost(e: WechatMiniprogram.TouchEvent) { this.setData({ post: e.currentTarget.dataset.post as Post, why: '' }) },
  toRegister() { open('/person/pages/register/register') },
  renew() { open('/person/pages/register/register?renew=1') },
  home() { startAgain('/pages/today/today') },

  async send() {
    const { agency, post } = this.data
    if (!agency || !post) return this.setData({ why: agency ? '还要选一个岗位。' : '还要选一家机构。' })
    await this.busily(async () => {
      await join(agency, post)
      await this.read()
      bringIntoView('.lead')
    })
  },

  async leaveAgency() {
    if (!(await confirm(`从${this.data.now!.agency}离职？`, '审核通过以后，这家机构的项目和任务您都看不到了。', '申请离职', '先不离职'))) return
    await this.busily(async () => {
      await leave()
      await this.read()
      bringIntoView('.lead')
    })
  },

  async busily(act: () => Promise<void>) {
    if (!this.data.busy) await attempt(this, act)
  },
})
