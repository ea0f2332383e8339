import { attempt } from '../../../features/attempt'
import { states } from '../../../features/public'
import { open, setTitle } from '../../../lib/pages'
import { showPdf, wantsLargeType } from '../../../lib/phone'
import { bindingCode, factsOf, notice, peopleOf, placeOf, plans, progress, project, reports, visits, type Fact, type Item, type Project } from '../../features/projects'

type Tab = 'info' | 'plans' | 'visits' | 'reports' | 'client' | 'notice' | 'progress'
const TABS: { key: Tab; says: string }[] = [{ key: 'info', says: '项目信息' }, { key: 'plans', says: '维保计划' }, { key: 'visits', says: '执业历史' }, { key: 'reports', says: '报告' }, { key: 'client', says: '委托单位' }, { key: 'notice', says: '项目公示' }, { key: 'progress', says: '项目进度' }]
const NOTHING: Record<string, string> = { plans: '还没有计划。计划在电脑端编制。', visits: '还没有人来执业。', reports: '还没有报告。' }

/** 项目详情 (PRJ-45, 46): what it is, who works there, its plans, visits and reports; the pages below a tab are read when it is opened. */
Page({
  data: {
    large: wantsLargeType(), p: null as Project | null, state: states.Active!, tabs: TABS, tab: 'info' as Tab, facts: [] as Fact[], people: [] as Fact[], place: '', items: [] as Item[], more: false, nothing: '', code: '',
    canCheckIn: false, loading: true, busy: false, why: '',
  },

  id: '',
  page: 1,

  async onLoad(query: Record<string, string | undefined>) {
    // a code holds no dashes: the scene is at most 32 characters (getwxacodeunlimit)
    this.id = query.id ?? decodeURIComponent(query.scene ?? '')
    await attempt(this, async () => {
      const p = await project(this.id)
      this.id = p.id
      setTitle(p.name)
      this.setData({ p, state: states[p.state] ?? states.Active!, facts: factsOf(p), people: peopleOf(p), place: placeOf(p), canCheckIn: ['Active', 'Practised', 'Retest'].includes(p.state) })
      await this.show((query.tab as Tab | undefined) ?? 'info')
    })
  },

  async onReachBottom() { if (this.data.more) await attempt(this, () => this.fillVisits(this.page + 1)) },
  again() { return attempt(this, () => this.show(this.data.tab)) },
  choose(e: WechatMiniprogram.TouchEvent) { return attempt(this, () => this.show(e.currentTarget.dataset.tab as Tab)) },

  async show(tab: Tab) {
    this.setData({ tab, items: [], more: false, nothing: '', loading: true })
    const p = this.data.p!
    if (tab === 'visits') await this.fillVisits(1)
    else if (tab !== 'info' && tab !== 'client' && tab !== 'notice') this.setData({ items: tab === 'plans' ? await plans(p) : tab === 'reports' ? await reports(p.id) : progress(p, await reports(p.id)) })
    this.setData({ loading: false, nothing: this.data.items.length ? '' : NOTHING[tab] ?? '' })
  },

  async fillVisits(page: number) {
    const found = await visits(this.id, page)
    this.page = page
    this.setData({ items: page === 1 ? found.items : [...this.data.items, ...found.items], more: found.more })
  },

  showCode() { return attempt(this, async () => this.setData({ code: await bindingCode(this.id) })) },
  openNotice() {
    return attempt(this, async () => {
      if (!(await showPdf(await notice(this.id)))) this.setData({ why: '这部手机打不开 PDF。请在电脑端的项目页打开项目公示。' })
    })
  },
  toCheckIn() { open(`/pages/check-in/check-in?project=${this.id}`) },
})
