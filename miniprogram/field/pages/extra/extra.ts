import { attempt } from '../../../features/attempt'
import { facilities, projects, WORDS, type FacilityClass, type Nature, type Project } from '../../features/extra'
import { makeExtra } from '../../features/work'
import { newKey } from '../../../lib/http'
import { replaceBy, setTitle } from '../../../lib/pages'
import { wantsLargeType } from '../../../lib/phone'

/** A task beside the plan: the project, then its facilities; of a mismatch the one class that comes nearest. */
Page({
  data: { large: wantsLargeType(), nature: 'Supplementary' as Nature, words: WORDS.Supplementary, loading: true, projects: [] as Project[], project: null as Project | null, classes: [] as (FacilityClass & { on: boolean })[], chosen: 0, busy: false, why: '' },

  key: newKey(),

  onLoad(query: Record<string, string | undefined>) {
    const nature: Nature = query.nature === 'Mismatch' ? 'Mismatch' : 'Supplementary'
    this.setData({ nature, words: WORDS[nature] })
    return this.read()
  },

  onReady() { setTitle(this.data.words.title) },

  read() { return attempt(this, async () => { this.setData({ projects: await projects() }) }) },

  pick(e: WechatMiniprogram.TouchEvent) {
    const project = this.data.projects.find((p) => p.id === e.currentTarget.dataset.id)!
    return attempt(this, async () => { this.setData({ project, classes: (await facilities(project.id)).map((c) => ({ ...c, on: false })), chosen: 0 }) })
  },

  other() { this.setData({ project: null, why: '' }) },

  choose(e: WechatMiniprogram.TouchEvent) {
    const { code } = e.currentTarget.dataset as { code: string }
    const one = this.data.nature === 'Mismatch'
    const classes = this.data.classes.map((c) => ({ ...c, on: c.code === code ? !c.on : one ? false : c.on }))
    this.key = newKey()
    this.setData({ classes, chosen: classes.filter((c) => c.on).length })
  },

  make() {
    const { project, classes, nature, chosen, busy } = this.data
    if (busy || !chosen) return
    return attempt(this, async () => {
      replaceBy(`/field/pages/task/task?id=${await makeExtra(project!.id, nature, classes.filter((c) => c.on).map((c) => c.code), this.key)}`)
    })
  },
})
