import { beforeEach, describe, expect, it } from 'vitest'
import { setTypeSize, startTypeSize, typeSize, wishTypeSize } from './typeSize.ts'

const letters = (medium: number, apple = 0) => (font: string) => font.startsWith('-apple') ? apple : medium

describe('关怀模式', () => {
  beforeEach(() => localStorage.clear())

  it('begins as the system is set: usual letters, larger ones, larger ones on an iPhone', () => {
    startTypeSize(letters(16, 17))
    expect(typeSize.value).toBe('normal')
    startTypeSize(letters(21))
    expect(document.documentElement.dataset.type).toBe('large')
    startTypeSize(letters(16, 23))
    expect(typeSize.value).toBe('large')
  })
  it('keeps the own choice above what system and WeChat wish', () => {
    setTypeSize('normal')
    startTypeSize(letters(24))
    wishTypeSize('large')
    expect(typeSize.value).toBe('normal')
    setTypeSize('large')
    wishTypeSize('normal')
    startTypeSize(letters(16))
    expect(typeSize.value).toBe('large')
  })
  it('follows WeChat while nobody has chosen', () => {
    startTypeSize(letters(16))
    wishTypeSize('large')
    expect(typeSize.value).toBe('large')
    expect(localStorage.length).toBe(0)
  })
})
