import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Problem, type Attempt, type Client } from '@wechatservice/api'
import { newDraft, newKey, placeOf, send, waiting, type Draft } from './draft.ts'

const dataUrl = 'data:image/jpeg;base64,/9j/2Q=='
const draft = (): Draft => ({ ...newDraft('p1'), classCode: 'M02-04', facility: '烟感报警器', floor: '1 楼', place: ' 大厅 ', text: '一直响', photos: [{ dataUrl, takenAt: '2026-11-20T09:21:00Z', key: newKey() }, { dataUrl, takenAt: '2026-11-20T09:22:00Z', key: newKey() }] })

/** A server that hears everything and answers as told. */
function line(answers: (path: string, n: number) => unknown) {
  const heard: { path: string; key: string; body: unknown }[] = []
  const post = vi.fn(async (path: string, body: unknown, attempt: Attempt) => {
    heard.push({ path, key: attempt.keyFor(''), body })
    const answer = answers(path, heard.length)
    if (answer instanceof Error) throw answer
    return answer
  })
  return { client: { post } as unknown as Client, heard }
}

beforeEach(() => { waiting.value = undefined })

describe('a repair on a bad line', () => {
  it('is sent again as the same one: photos that arrived are not sent twice, keys stay', async () => {
    const d = draft()
    const first = line((path, n) => path === '/photos' ? n === 1 ? { id: 'a' } : Problem.of(new TypeError('gone')) : new Error('too early'))
    await expect(send(first.client, d)).rejects.toMatchObject({ status: 0 })
    expect(d.waiting).toBe(true)
    expect(waiting.value).toBe(d)

    const second = line((path, n) => path === '/photos' ? { id: 'b' } : n === 2 ? Problem.of(new TypeError('gone')) : { id: 'f1' })
    await expect(send(second.client, d)).rejects.toMatchObject({ status: 0 })
    const third = line(() => ({ id: 'f1' }))
    await expect(send(third.client, d)).resolves.toEqual({ id: 'f1' })

    expect(second.heard.map(h => h.path)).toEqual(['/photos', '/repair-requests'])
    expect(third.heard.map(h => h.path)).toEqual(['/repair-requests'])
    expect(first.heard[1]!.key).toBe(second.heard[0]!.key)
    expect(new Set([second.heard[1]!.key, third.heard[0]!.key, d.key]).size).toBe(1)
    expect(third.heard[0]!.body).toMatchObject({ place: '1 楼，大厅', photoIds: ['a', 'b'], handling: 'Agency' })
    expect(waiting.value).toBeUndefined()
  })

  it('that had arrived and was changed since is not made a second time', async () => {
    const { client } = line(path => path === '/photos' ? { id: 'a' } : new Problem(422, 'idempotency.key_reused', '这个提交编号已用于另一次提交，请刷新页面后再提交。'))
    await expect(send(client, draft())).resolves.toBe('before')
    expect(waiting.value).toBeUndefined()
  })

  it('that is refused does not wait: the person mends it first', async () => {
    const d = draft()
    const { client } = line(path => path === '/photos' ? { id: 'a' } : new Problem(422, 'repair.place_missing', '请写在哪儿。'))
    await expect(send(client, d)).rejects.toMatchObject({ code: 'repair.place_missing' })
    expect(d.waiting).toBe(false)
  })

  it('says where in one phrase', () => expect(placeOf({ ...newDraft(), floor: 'B1', place: '泵房' })).toBe('B1，泵房'))
})
