import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import { Problem } from '@wechatservice/api'
import { ActionBar, EvidenceStrip, proofsOf, StateTag, useAct } from './index.ts'

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
