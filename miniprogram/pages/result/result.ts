import { attempt } from '../../features/attempt'
import { distanceTo, distanceToMiddle, middleOnMap, type FencePoint } from '../../features/fence'
import { FIELD_HOME } from '../../features/field'
import { tell, type Told } from '../../features/outcome'
import { project } from '../../features/projects'
import { remembered, run, takeForm, type Attempt } from '../../features/visits'
import { clock, metres } from '../../features/words'
import { Refusal } from '../../lib/http'
import { replaceBy, setTitle, startAgain } from '../../lib/pages'
import { showOnMap, wantsLargeType, type Position } from '../../lib/phone'

/** What a check-in came to: the new state, why, what it rests on, and what to do next. */
Page({
  data: {
    large: wantsLargeType(), told: null as Told | null, busy: false, name: '', address: '', fence: [] as FencePoint[], me: null as Position | null,
    inside: true, where: '', how: '', taken: false, why: '',
  },

  attempt: null as Attempt | null,

  async onLoad() {
    this.attempt = remembered()
    // opened anew after the app was ended: what is, the server says
    if (!this.attempt?.outcome) return startAgain('/pages/today/today')
    this.show()
    await this.readPlace()
  },

  onReady() { if (this.attempt?.visitId) setTitle('结束执业') },

  show() {
    const { place, outcome } = this.attempt!
    this.setData({ told: tell(this.attempt!, outcome!), me: place, how: `精度 ${metres(place.accuracy)}，${clock(outcome!.at)} 更新` })
  },

  async readPlace() {
    try {
      const { name, address, fence } = await project(this.attempt!.projectId)
      const distance = distanceTo(fence, this.attempt!.place)
      this.setData({
        name, address, fence, inside: distance === 0,
        where: distance === null ? '' : distance === 0 ? `在围栏内，离中心 ${metres(distanceToMiddle(fence, this.attempt!.place))}` : `离围栏 ${metres(distance)}`,
      })
    } catch (e) {
      if (!(e instanceof Refusal)) throw e // the result stands without the sketch
    }
  },

  async next() {
    const { projectId, visitId, outcome } = this.attempt!
    switch (this.data.told!.next) {
      case 'home': return startAgain('/pages/today/today')
      case 'field': return replaceBy(FIELD_HOME)
      case 'form': return replaceBy(`/pages/form/form?project=${projectId}&visit=${visitId}`)
      case 'again': return replaceBy(`/pages/check-in/check-in?project=${projectId}${visitId ? `&visit=${visitId}` : ''}`)
      case 'endOther': {
        const facts = outcome!.kind === 'refused' ? outcome!.facts : {}
        return replaceBy(`/pages/check-in/check-in?project=${facts.projectId}&visit=${facts.visitId}`)
      }
      case 'repeat': return this.repeat()
      case 'witness': return this.toWitness()
    }
  },

  /** The same attempt with the same keys: if the answer was lost, this finds it. */
  async repeat() {
    if (this.data.busy) return
    this.setData({ busy: true })
    await run(this.attempt!)
    this.setData({ busy: false })
    this.show()
  },

  take() {
    const { outcome } = this.attempt!
    if (this.data.busy || outcome?.kind !== 'started') return
    return attempt(this, async () => {
      await takeForm(outcome.id, true)
      this.setData({ taken: true })
    })
  },

  /** 非人脸 (PEO-31): codes and a colleague instead of the face. */
  toWitness() {
    const { projectId, visitId } = this.attempt!
    replaceBy(`/person/pages/witness/witness?project=${projectId}${visitId ? `&visit=${visitId}` : ''}`)
  },

  /** 导航过去: WeChat's map with the project on it. */
  lead() { showOnMap(middleOnMap(this.data.fence), this.data.name, this.data.address) },

  home() { startAgain('/pages/today/today') },
})
