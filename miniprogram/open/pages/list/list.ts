import { attempt } from '../../../features/attempt'
import { chosenRegion, kinds, lines, types, type Line, type Region, type Subject } from '../../../features/public'
import { open, pulled, setTitle } from '../../../lib/pages'
import { wantsLargeType } from '../../../lib/phone'

const TITLES: Record<Subject, string> = { articles: '通告和法规', agencies: '机构', projects: '项目' }
const ALL = { key: '', says: '全部' }

/** 更多: articles by kind, agencies or projects by type, with search and pages (SCR-04). */
Page({
  data: {
    large: wantsLargeType(), region: null as Region | null, subject: 'articles' as Subject, subjects: [] as { key: Subject; says: string }[],
    choices: [] as { key: string; says: string }[], choice: '', search: '', rows: [] as Line[], total: 0, more: false, loading: true, why: '', agencyId: '',
  },

  page: 1,

  async onLoad(query: Record<string, string | undefined>) {
    this.setData({ search: decodeURIComponent(query.search ?? ''), choice: query.kind ?? query.type ?? '', agencyId: query.agencyId ?? '' })
    await attempt(this, async () => {
      const region = await chosenRegion()
      const subjects = (['articles', 'agencies', 'projects'] as const).filter((s) => s !== 'projects' || region.publishesProjects).map((key) => ({ key, says: TITLES[key] }))
      this.setData({ region, subjects })
      await this.show((query.subject as Subject | undefined) ?? 'articles')
    })
  },

  async onPullDownRefresh() {
    await this.again()
    pulled()
  },

  async onReachBottom() { if (this.data.more) await attempt(this, () => this.fill(this.page + 1)) },

  show(subject: Subject) {
    this.setData({ subject, choices: [ALL, ...(subject === 'articles' ? kinds : types)], rows: [], loading: true })
    setTitle(TITLES[subject])
    return this.fill(1)
  },

  chooseSubject(e: WechatMiniprogram.TouchEvent) {
    this.setData({ choice: '', agencyId: '' })
    return attempt(this, () => this.show(e.currentTarget.dataset.subject as Subject))
  },
  choose(e: WechatMiniprogram.TouchEvent) {
    this.setData({ choice: String(e.currentTarget.dataset.key), loading: true })
    return this.again()
  },
  onSearch(e: WechatMiniprogram.CustomEvent<{ value: string }>) { this.setData({ search: e.detail.value }) },
  again() { return attempt(this, () => this.fill(1)) },

  async fill(page: number) {
    const { subject, choice, search, region, agencyId } = this.data
    const found = await lines(subject, region!.code, { [subject === 'articles' ? 'kind' : 'type']: choice, search: search.trim(), ...(subject === 'projects' ? { agencyId } : {}), page })
    this.page = page
    this.setData({ rows: page === 1 ? found.lines : [...this.data.rows, ...found.lines], total: found.total, more: found.more, loading: false })
  },

  toSheet(e: WechatMiniprogram.TouchEvent) { open(`/open/pages/show/show?subject=${this.data.subject}&id=${e.currentTarget.dataset.id}`) },
})
