import { attempt } from '../../features/attempt'
import { byDistance, whoIsThere, workableProjects, type Project, type ProjectRow } from '../../features/projects'
import { REVIEWS, reviewsWaiting } from '../../features/filings'
import { checksIn, FIELD_HOME } from '../../features/field'
import { current, serverNow, takeForm, warning, type AtWork, type Visit } from '../../features/visits'
import { clock, day, elapsed } from '../../features/words'
import { Refusal } from '../../lib/http'
import { open, pulled, replaceBy, startAgain } from '../../lib/pages'
import { position, PositionMissing, wantsLargeType, type NoPosition, type Position } from '../../lib/phone'
import { session } from '../../lib/session'

/** Cards drawn at once. */
const AT_ONCE = 30

/** 今天的项目, nearest first; while at work the running time and the way to end it. */
Page({
  data: {
    large: wantsLargeType(), loading: true, why: '', noPlace: '' as NoPosition | '', rows: [] as ProjectRow[],
    hidden: 0, busy: false, formIsMine: false, formWriter: '', visit: null as Visit | null, since: '', elapsed: '', warning: '', together: '', reviews: null as number | null,
  },

  ticking: 0,
  all: [] as ProjectRow[],

  async onShow() {
    if (!session()?.name) return startAgain('/pages/sign-in/sign-in')
    if (!(await checksIn())) return replaceBy(FIELD_HOME)
    await this.refresh()
  },

  onHide() { clearInterval(this.ticking) },
  onUnload() { clearInterval(this.ticking) },

  async onPullDownRefresh() {
    await this.refresh()
    pulled()
  },

  again() { return this.refresh() },

  async refresh() {
    this.setData({ why: '' })
    try {
      const list = Promise.all([workableProjects(), this.here()])
      // its failure is met below; until then it is nobody's
      list.catch(() => {})
      const atWork = await current()
      const { visit, formIsMine, formWriter } = atWork
      this.setData({ visit, formIsMine: formIsMine ?? false, formWriter: formWriter ?? '', since: visit ? `${day(visit.startedAt)} ${clock(visit.startedAt)} 开始` : '' })
      this.run(atWork)
      const [projects, place] = await list
      const here = projects.find((p) => p.id === visit?.projectId)
      this.setData({ together: here ? whoIsThere(here) : '' })
      this.all = this.rowsOf(projects, place, visit)
      this.show(AT_ONCE)
      this.setData({ reviews: await reviewsWaiting() })
    } catch (e) {
      if (!(e instanceof Refusal)) throw e
      this.setData({ why: e.title })
    } finally {
      this.setData({ loading: false })
    }
  },

  /** Where one is at work already stands above the list. */
  rowsOf(projects: Project[], place: Position | null, visit: Visit | null): ProjectRow[] {
    return byDistance(projects, place).filter((row) => row.id !== visit?.projectId)
  },

  /** The nearest first; a long list is drawn in parts. */
  show(count: number) { this.setData({ rows: this.all.slice(0, count), hidden: Math.max(0, this.all.length - count) }) },
  more() { this.show(this.data.rows.length + AT_ONCE) },

  async here(): Promise<Position | null> {
    try {
      const place = await position()
      this.setData({ noPlace: '' })
      return place
    } catch (e) {
      if (!(e instanceof PositionMissing)) throw e
      this.setData({ noPlace: e.why })
      return null
    }
  },

  run(atWork: AtWork) {
    clearInterval(this.ticking)
    const { visit } = atWork
    if (!visit) return
    const tick = () => {
      const now = serverNow()
      this.setData({ elapsed: elapsed(visit.startedAt, now) })
      // the sentence changes once a minute at most: what has not changed is not sent to the page
      const says = warning(atWork, now)
      if (says !== this.data.warning) this.setData({ warning: says })
    }
    tick()
    this.ticking = setInterval(tick, 1000)
  },

  /** CHK-11: one of those who are there writes the day's form, and says so before the others leave. */
  async form() {
    const { busy, visit, formIsMine } = this.data
    if (busy) return
    if (await attempt(this, () => takeForm(visit!.id, !formIsMine).then(() => undefined))) return
    this.setData({ formIsMine: !formIsMine })
  },

  toReviews() { open(REVIEWS) },
  toProjects() { open('/project/pages/mine/mine') },
  toHome() { open('/pages/home/home?stay=1') },
  toMe() { open('/person/pages/me/me') },
  toField() { open(FIELD_HOME) },
  toHistory() { open('/pages/history/history') },
  start(e: WechatMiniprogram.TouchEvent) { open(`/pages/check-in/check-in?project=${e.currentTarget.dataset.id}`) },
  end() { open(`/pages/check-in/check-in?project=${this.data.visit!.projectId}&visit=${this.data.visit!.id}`) },
})
