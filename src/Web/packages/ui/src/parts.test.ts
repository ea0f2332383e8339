import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import { Problem } from '@wechatservice/api'
import { ActionBar, ConfirmSheet, EvidenceStrip, ListEnd, proofsOf, sketch, StateTag, useAct } from './index.ts'

describe('the evidence strip', () => {
  it('keeps four cells in their order when proofs are missing, and says so', () => {
    const strip = mount(EvidenceStrip, { props: { proofs: proofsOf({ photos: 0 }) } })
    expect(strip.findAll('.h').map(c => c.text())).toEqual(['本人', '位置', '时间', '照片'])
    expect(strip.findAll('.n').slice(0, 3).map(c => c.text())).toEqual(['没有', '没有', '没有'])
    expect(strip.findAll('.ok')).toHaveLength(0)
  })
  it('is red where a proof failed', () => {
    const [face, place] = proofsOf({ score: .61, threshold: .8, insideFence: false, distanceMetres: 1204, startedAt: '2025-11-19T06:58:00Z', photos: 3 })
    expect(face).toMatchObject({ value: '0.61', detail: '≥ 0.80', state: 'no' })
    expect(place).toMatchObject({ value: '1.2', unit: 'km', detail: '围栏外', state: 'no' })
  })
})

describe('a state', () => {
  it('is colour, shape and word together', () => {
    const tag = mount(StateTag, { props: { word: '待审核', tone: 'orange' } })
    expect(tag.text()).toBe('待审核')
    expect(tag.find('svg path').exists()).toBe(true)
  })
})

describe('the action bar', () => {
  it('does not fire twice while busy', async () => {
    const bar = mount(ActionBar, { props: { primary: '通过审核', busy: true } })
    await bar.find('[data-act=primary]').trigger('click')
    expect(bar.emitted('primary')).toBeUndefined()
  })
})

describe('an act', () => {
  it('runs once at a time and leaves its problem standing', async () => {
    let acts!: ReturnType<typeof useAct>
    mount(defineComponent({ setup() { acts = useAct(); return () => h('i') } }))
    let runs = 0, refuse!: (e: unknown) => void
    const first = acts.act(() => { runs++; return new Promise((_, no) => { refuse = no }) })
    await acts.act(async () => { runs++ })
    refuse(new Problem(422, 'review.faults_unhandled', '还差 1 个故障'))
    expect(await first).toBeUndefined()
    expect(runs).toBe(1)
    expect(acts.problem.value?.title).toBe('还差 1 个故障')
    expect(acts.busy.value).toBe(false)
  })
})

describe('the end of a list', () => {
  it('says that there is nothing, or how many there are in all', () => {
    expect(mount(ListEnd, { props: { rest: 0, total: 0 } }).text()).toBe('暂无数据')
    expect(mount(ListEnd, { props: { rest: 0, total: 7 } }).text()).toBe('共 7 条，没有更多了')
    expect(mount(ListEnd, { props: { rest: 17, total: 37 } }).text()).toContain('还有 17 条')
  })
})

describe('a confirmation', () => {
  const open = (reason?: string) => mount(ConfirmSheet, {
    props: { open: true, title: '删除“11月计划”？', effects: [{ icon: 'info', text: '下发的 3 项一起收回。' }], verb: '删除计划', keep: '先不删', reason },
    global: { stubs: { teleport: true, transition: true, VanPopup: { template: '<div><slot /></div>' } } },
  })
  it('names the effect, and its buttons are the verb and a way back', async () => {
    const sheet = open()
    expect(sheet.text()).toContain('下发的 3 项一起收回。')
    expect(sheet.text()).not.toMatch(/确定|取消/)
    await sheet.find('[data-act=confirm]').trigger('click')
    expect(sheet.emitted('confirm')).toHaveLength(1)
  })
  it('waits for the reason that somebody will read', async () => {
    const sheet = open('作业人员会看到')
    await sheet.find('[data-act=confirm]').trigger('click')
    expect(sheet.emitted('confirm')).toBeUndefined()
    await sheet.find('textarea').setValue('重复了')
    await sheet.find('[data-act=confirm]').trigger('click')
    expect(sheet.emitted('confirm')).toEqual([['重复了']])
  })
})

describe('two people on one sketch', () => {
  it('both lie within it, each on its own side of the fence', () => {
    const fence = [[31, 121], [31, 121.001], [30.999, 121.001], [30.999, 121]].map(([latitude, longitude]) => ({ latitude: latitude!, longitude: longitude! }))
    const drawn = sketch(319, 176, fence, { latitude: 30.9995, longitude: 121.0005 }, [], [], { latitude: 30.9995, longitude: 121.003 })!
    expect([drawn.person!.inside, drawn.second!.inside]).toEqual([true, false])
    for (const p of [drawn.person!, drawn.second!]) { expect(p.x).toBeGreaterThan(0); expect(p.x).toBeLessThan(319) }
  })
})
