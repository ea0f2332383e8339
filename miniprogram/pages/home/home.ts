import { attempt } from '../../features/attempt'
import { chooseRegion, chosenRegion, kinds, lines, regions, types, type Line, type Region, type Subject, type Type } from '../../features/public'
import { signIn } from '../../features/sign-in'
import { Refusal } from '../../lib/http'
import { open, pulled, startAgain } from '../../lib/pages'
import { wantsLargeType } from '../../lib/phone'
import { session } from '../../lib/session'

/** So many of each stand on the home page; the rest behind 更多. */
const FEW = 3
const TODAY = '/pages/today/today'

/** 首页 (SCR-04): what anybody may read, and the way in. Who is known already is led to his day. */
Page({
  data: {
    large: wantsLargeType(), region: null as Region | null, regions: [] as Region[], choosing: false, kinds, types, known: false, search: '',
    notices: [] as Line[], agencies: [] as Line[], agencyTotal: 0, agencyType: 'MaintenanceAndDetection' as Type,
    projects: [] as Line[], projectTotal: 0, projectType: 'MaintenanceAndDetection' as Type, loading: true, why: '',
  },

  async onLoad(query: Record<string, string | undefined>) {
    if (!query.stay && (session()?.name || (await this.knownToWeChat()))) return startAgain(TODAY)
    await this.refresh()
  },

  onShow() { this.setData({ known: Boolean(session()?.name) }) },

  async onPullDownRefresh() {
    await this.refresh()
    pulled()
  },

  /** WeChat alone names who has signed in before; anybody else reads on. */
  async knownToWeChat(): Promise<boolean> {
    try {
      return await signIn()
    } catch (e) {
      if (!(e instanceof Refusal)) throw e
      return false
    }
  },

  refresh() {
    return attempt(this, async () => {
      const region = await chosenRegion()
      this.setData({ region, regions: await regions() })
      const [notices] = await Promise.all([lines('articles', region.code, { kind: 'Notice', size: FEW }), this.fillAgencies(), this.fillProjects()])
      this.setData({ notices: notices.lines })
    })
  },

  async fillAgencies() {
    const found = await lines('agencies', this.data.region!.code, { type: this.data.agencyType, size: FEW })
    this.setData({ agencies: found.lines, agencyTotal: found.total })
  },

  async fillProjects() {
    const { region, projectType } = this.data
    const found = region!.publishesProjects ? await lines('projects', region!.code, { type: projectType, size: FEW }) : { lines: [], total: 0 }
    this.setData({ projects: found.lines, projectTotal: found.total })
  },

  askRegion() { this.setData({ choosing: !this.data.choosing }) },
  chooseRegion(e: WechatMiniprogram.TouchEvent) {
    chooseRegion(String(e.currentTarget.dataset.code))
    this.setData({ choosing: false })
    return this.refresh()
  },

  chooseAgencyType(e: WechatMiniprogram.TouchEvent) {
    this.setData({ agencyType: e.currentTarget.dataset.type as Type })
    return attempt(this, () => this.fillAgencies())
  },
  chooseProjectType(e: WechatMiniprogram.TouchEvent) {
    this.setData({ projectType: e.currentTarget.dataset.type as Type })
    return attempt(this, () => this.fillProjects())
  },

  onSearch(e: WechatMiniprogram.CustomEvent<{ value: string }>) { this.setData({ search: e.detail.value }) },
  look() { this.toList('agencies', `search=${encodeURIComponent(this.data.search.trim())}`) },
  toKind(e: WechatMiniprogram.TouchEvent) { this.toList('articles', `kind=${e.currentTarget.dataset.kind}`) },
  moreAgencies() { this.toList('agencies', `type=${this.data.agencyType}`) },
  moreProjects() { this.toList('projects', `type=${this.data.projectType}`) },
  toList(subject: Subject, query: string) { open(`/open/pages/list/list?subject=${subject}&${query}`) },
  toSheet(e: WechatMiniprogram.TouchEvent) { open(`/open/pages/show/show?subject=${e.currentTarget.dataset.subject}&id=${e.currentTarget.dataset.id}`) },
  toSignIn() { open('/pages/sign-in/sign-in') },
  toToday() { startAgain(TODAY) },
})
