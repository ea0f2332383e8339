import { describe, expect, it } from 'vitest'
import { pieces } from './says.ts'

describe('a text in a conversation', () => {
  it('makes links of anchors and of bare addresses', () => {
    expect(pieces('点 <a href="http://h/owner/bind?a=1&amp;b=2">这里</a> 或 http://h/x。')).toEqual([
      { text: '点 ' }, { text: '这里', url: 'http://h/owner/bind?a=1&b=2' }, { text: ' 或 ' }, { text: 'http://h/x', url: 'http://h/x' }, { text: '。' },
    ])
  })
  it('never follows an address that is no page', () => {
    expect(pieces('<a href="javascript:alert(1)">好</a>')).toEqual([{ text: '好' }])
  })
})
