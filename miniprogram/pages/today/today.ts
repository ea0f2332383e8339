import { byDistance, workableProjects, type Project, type ProjectRow } from '../../features/projects'
import { checksIn, FIELD_HOME } from '../../features/field'
import { current, type Visit } from '../../features/visits'
import { clock, day, elapsed } from '../../features/words'
import { Refusal } from '../../lib/http'
import { open, pulled, replaceBy, startAgain } from '../../lib/pages'
import { position, PositionMissing, wantsLargeType, type NoPosition, type Position } from '../../lib/phone'
import { session } from '../../lib/session'

/** 今天的项目, nearest first; while at work the running time and the way to end it. */
Page({
  data: {
    large: wantsLargeType(), loading: true, why: '', noPlace: '' as NoPosition | '', rows: [] as ProjectRow[],
    visit: null as Visit | null, since: '', elapsed: '',
  },

  ticking: 0,

  async onShow() {
    if (!session()?.name) return startAgain('/pages/sign-in/sign-in')
    if (!(await checksIn())) return replaceBy(FIELD_HOME)
    await this.refresh()
  },

  onHide() { clearInterval(this.ticking) },
  onUnload() { clearInterval(this.ticking) },

  async onPullDownRefresh() {
    await this.refresh(true)
    pulled()
  },

  again() { return this.refresh(true) },

  async refresh(anew = false) {
    this.setData({ why: '' })
    try {
      const [visit, projects, place] = await Promise.all([current(), workableProjects(anew), this.here()])
      this.setData({ visit, since: visit ? `${day(visit.startedAt)} ${clock(visit.startedAt)} 开始` : '', rows: this.rowsOf(projects, place, visit) })
      this.run(visit)
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

  run(visit: Visit | null) {
    clearInterval(this.ticking)
    if (!visit) return
    const tick = () => this.setData({ elapsed: elapsed(visit.startedAt, Date.now()) })
    tick()
    this.ticking = setInterval(tick, 1000)
  },

  toMe() { open('/person/pages/me/me') },
  toField() { open(FIELD_HOME) },
  toHistory() { open('/pages/history/history') },
  start(e: WechatMiniprogram.TouchEvent) { open(`/pages/check-in/check-in?project=${e.currentTarget.dataset.id}`) },
  end() { open(`/pages/check-in/check-in?project=${this.data.visit!.projectId}&visit=${this.data.visit!.id}`) },
})
