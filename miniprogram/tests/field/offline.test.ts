// FLD-23, 24, 39: what was recorded without a network is all there, arrives once, and is never written over something nobody has seen.
import { beforeEach, expect, it } from 'vitest'
import type { ServerRecord } from '../../field/features/task'
import { Ended, item, Memory, task, type Sent } from './memory'

let phone: Memory
beforeEach(() => { phone = new Memory() })

/** The server's side of it: photos by key, records by client id, answers by key. */
class Server {
  readonly photos = new Map<string, string>()
  readonly records = new Map<string, { text: string; clientTime: string; photoIds: string[]; videoIds: string[] }>()
  readonly starts: Sent[] = []
  readonly points = new Set<string>()
  private readonly answers = new Map<string, { status?: number; body: unknown }>()
  /** Loses the answer of this many requests to come, after it has done what they asked. */
  loses = 0

  handle = (sent: Sent) => {
    const answer = this.answers.get(sent.key) ?? this.act(sent)
    this.answers.set(sent.key, answer)
    if (this.loses > 0) { this.loses--; return 'lost' as const }
    return answer
  }

  private act(sent: Sent): { status?: number; body: unknown } {
    if (sent.path === '/photos' || sent.path === '/videos') {
      this.photos.set(sent.key, `${sent.path.slice(1, 6)}-${this.photos.size}`)
      return { body: { id: this.photos.get(sent.key) } }
    }
    if (sent.path.endsWith('/start')) { this.starts.push(sent); return { body: {} } }
    if (sent.path.endsWith('/track')) { (sent.body.points as { at: string }[]).forEach((p) => this.points.add(p.at)); return { body: {} } }
    const [r] = sent.body.records as [{ clientId: string; text: string; clientTime: string; photoIds: string[]; videoIds: string[]; over: string[] }]
    const known = this.records.get(r.clientId)
    if (known && known.text !== r.text && !r.over.includes(known.clientTime)) {
      return { status: 409, body: { code: 'record.changed_meanwhile', title: '两边都改过', clientId: r.clientId, theirs: { ...known, clientId: r.clientId, verdict: 'Conforms', cannotReason: null, answers: [] } } }
    }
    this.records.set(r.clientId, { text: r.text, clientTime: r.clientTime, photoIds: r.photoIds, videoIds: r.videoIds })
    return { body: { records: [{ clientId: r.clientId }], left: 0 } }
  }
}

const conforming = <F extends object>(form: F, text: string) => ({ ...form, canInspect: true, verdict: 'Conforms' as const, text })

it('keeps a record without a network, and sends photo and record once when it is back', async () => {
  const { store, form, upload, ledger } = await phone.start()
  store.receive(task())
  const shot = store.takeShot('t1', phone.picture(5000), 'Item', { latitude: 31, longitude: 121, accuracy: 12 })
  store.record('t1', { ...conforming(form.begin(task(), item('a')), '正常'), shots: [shot] }, shot.place, '2026-11-21T01:00:00.000Z')
  upload.sendsWhenBack()

  expect(await upload.sendAll()).toEqual({ reached: false })
  expect(ledger.ledger()).toMatchObject({ lead: '1 条还在手机里，一条没丢', waiting: 1, done: 0, bytes: 5000 })

  const server = new Server()
  phone.server = server.handle
  phone.networkBack()
  await upload.sendAll()

  expect([...server.records.values()]).toEqual([{ text: '正常', clientTime: '2026-11-21T01:00:00.000Z', photoIds: ['photo-0'], videoIds: [] }])
  expect(phone.sent.find((s) => s.path === '/photos')!.body).toMatchObject({ kind: 'Item', latitude: '31', system: 'Wgs84' })
  expect(ledger.ledger()).toMatchObject({ lead: '1 条都传好了', waiting: 0, done: 1, bytes: 0 })
})

it('loses nothing and doubles nothing, wherever the app is ended and whichever answers are lost', async () => {
  for (let moment = 0; moment < 70; moment++) {
    phone = new Memory()
    const server = new Server()
    phone.server = server.handle
    server.loses = moment % 4
    let { store, form, upload, track } = await phone.start()
    const told: string[] = []
    const work = async () => {
      if (!store.kept('t1')) store.receive(task({ state: 'Created', startedAt: null }))
      for (const need of ['Selfie', 'SignIn', 'Controller'] as const) {
        if (store.kept('t1')!.start.shots[need]) continue
        const shot = store.takeShot('t1', phone.picture(), need, null)
        store.change('t1', (k) => { k.start.shots[need] = shot })
      }
      if (!store.kept('t1')!.start.at) store.change('t1', (k) => { k.start = { ...k.start, brand: '无', at: '2026-11-21T01:00:00.000Z' } })
      track.addPoints('t1', { latitude: 31, longitude: 121, accuracyMetres: 5, system: 'Wgs84', at: `2026-11-21T01:00:${10 + told.length}.000Z` })
      for (const code of ['a', 'b']) {
        if (store.kept('t1')!.entries.some((e) => e.form.itemCode === code)) continue
        const begun = form.begin(task(), item(code))
        form.keep('t1', { ...begun, text: `写到一半 ${code}` })
        const shot = store.takeShot('t1', phone.picture(), 'Item', null)
        const film = store.takeFilm('t1', { path: phone.picture(9000), poster: phone.picture() }, 12, null)
        const whole = { ...conforming(begun, code), shots: [shot, film] }
        store.record('t1', whole, null)
        told.push(code)
        form.done('t1', whole)
        await upload.sendAll()
      }
    }

    phone.life = moment
    await work().catch((e) => { if (!(e instanceof Ended)) throw e })
    ;({ store, form, upload, track } = await phone.start())
    // all that the app has said to be kept is there
    for (const code of told) expect(store.kept('t1')!.entries.map((e) => e.form.itemCode), `ended at ${moment}`).toContain(code)
    await work()
    server.loses = 0
    await upload.sendAll()

    expect([...server.records.values()].map((r) => r.text).sort(), `ended at ${moment}`).toEqual(['a', 'b'])
    expect(server.starts, `ended at ${moment}`).toHaveLength(1)
    for (const { photoIds, videoIds } of server.records.values()) expect([photoIds.length, videoIds.length], `ended at ${moment}`).toEqual([1, 1])
    expect(server.photos.size, `ended at ${moment}`).toBe(3 + 2 * 2)
    expect(store.kept('t1')!.entries.every((e) => e.sent)).toBe(true)
  }
})

it('keeps the moment of a start and every record while signed out or before a new privacy text, and sends them once after', async () => {
  for (const turnedAway of [{ status: 401, body: { code: 'session.ended', title: '请重新登录' } }, { status: 403, body: { code: 'consent.needed', title: '隐私政策更新了' } }, { status: 429, body: { code: 'requests.too_many', title: '太快了' } }]) {
    phone = new Memory()
    const { store, form, upload } = await phone.start()
    store.receive(task({ state: 'Created', startedAt: null }))
    for (const need of ['Selfie', 'SignIn', 'Controller'] as const) store.change('t1', (k) => { k.start.shots[need] = store.takeShot('t1', phone.picture(), need, null) })
    store.change('t1', (k) => { k.start = { ...k.start, brand: '无', at: '2026-11-21T01:00:00.000Z' } })
    store.record('t1', conforming(form.begin(task(), item('a')), 'a'), null)

    phone.server = () => turnedAway
    expect(await upload.sendAll(), turnedAway.body.code).toEqual({ reached: false })
    expect(store.kept('t1')!.start, turnedAway.body.code).toMatchObject({ at: '2026-11-21T01:00:00.000Z' })
    expect(store.kept('t1')!.start.trouble ?? store.kept('t1')!.entries[0]!.trouble).toBeUndefined()

    const server = new Server()
    phone.server = server.handle
    await upload.sendAll()
    expect(server.starts.map((s) => s.body.at)).toEqual(['2026-11-21T01:00:00.000Z'])
    expect([...server.records.values()].map((r) => r.text)).toEqual(['a'])
  }
})

it('sends what was saved while a run was on its way, which had passed it already', async () => {
  const { store, form, upload } = await phone.start()
  store.receive(task())
  const server = new Server()
  store.record('t1', conforming(form.begin(task(), item('a')), 'a'), null)
  let saved = false
  phone.server = (sent) => {
    if (!saved) queueMicrotask(() => {
      store.record('t1', conforming(form.begin(task(), item('b')), 'b'), null)
      void upload.sendAll()
    })
    saved = true
    return server.handle(sent)
  }

  await upload.sendAll()

  expect([...server.records.values()].map((r) => r.text)).toEqual(['a', 'b'])
})

it('tells whoever watches after each piece, and of what is half sent how much', async () => {
  const { store, form, upload, ledger } = await phone.start()
  store.receive(task())
  phone.server = new Server().handle
  const shots = [store.takeShot('t1', phone.picture(2000), 'Item', null), store.takeFilm('t1', { path: phone.picture(6000), poster: phone.picture() }, 9, null)]
  store.record('t1', { ...conforming(form.begin(task(), item('a')), 'a'), shots }, null, '2026-11-21T02:58:00.000Z')
  expect(ledger.ledger().lines[0]).toMatchObject({ how: '记录 10:58，1 张照片，1 段视频，8\u00a0KB', percent: 0 })
  const seen: number[] = []
  const stop = upload.watchSending(() => seen.push(ledger.ledger().lines[0]?.percent ?? 100))

  await upload.sendAll()
  stop()
  await upload.sendAll()

  expect(seen.slice(0, 3)).toEqual([25, 100, 100])
  expect(ledger.ledger()).toMatchObject({ sendable: false, lines: [] })
})

it('finds what was written and not saved after the app was ended', async () => {
  const { form } = await phone.start()
  const begun = form.keep('t1', { ...form.begin(task(), item('a')), text: '出口压力偏' })

  const again = await phone.start()

  expect(again.form.begin(task(), item('a'))).toEqual(begun)
  again.form.done('t1', begun)
  expect(again.form.begin(task(), item('a')).text).toBe('')
})

it('sends what was edited on its way once more, and knows its own words after a lost answer', async () => {
  const { store, form, upload } = await phone.start()
  const server = new Server()
  store.receive(task())
  const begun = conforming(form.begin(task(), item('a')), '一')
  store.record('t1', begun, null)
  let edited = false
  phone.server = (sent) => {
    const answer = server.handle(sent)
    if (!edited) { edited = true; store.record('t1', { ...begun, text: '二' }, null, '2026-11-21T03:00:00.000Z'); return 'lost' }
    return answer
  }

  await upload.sendAll()
  await upload.sendAll()

  expect([...server.records.values()].map((r) => r.text)).toEqual(['二'])
  expect(store.kept('t1')!.entries[0]).toMatchObject({ sent: true })
  expect(store.kept('t1')!.entries[0]!.theirs).toBeUndefined()
})

const elsewhere = (clientId: string, text: string, clientTime: string): ServerRecord => ({
  id: 'r', clientId, canInspect: true, cannotReason: null, verdict: 'Fails', text, answers: [], photos: [], videos: [], isFlagged: false, clientTime, storedAt: clientTime, result: null, positions: null, unplacedPhotos: 0,
})

it('shows both where the server has heard something else meanwhile, and overwrites nothing by itself', async () => {
  const { store, form, upload, ledger } = await phone.start()
  const server = new Server()
  phone.server = server.handle
  store.receive(task())
  const begun = conforming(form.begin(task(), item('a')), '我的')
  store.record('t1', begun, null, '2026-11-21T02:52:00.000Z')
  server.records.set(begun.clientId, { text: '别处', clientTime: '2026-11-21T02:40:00.000Z', photoIds: [], videoIds: [] })

  await upload.sendAll()

  const [line] = ledger.ledger().lines
  expect(ledger.ledger().sendable).toBe(false)
  expect(line).toMatchObject({ state: 'conflict', says: '两边都改过', mine: { when: '您手机里 10:52', says: '我的' }, theirs: { when: '服务器上 10:40', says: '别处' } })
  await upload.sendAll()
  expect(server.records.get(begun.clientId)!.text).toBe('别处')

  store.insist('t1', begun.clientId)
  await upload.sendAll()
  expect(server.records.get(begun.clientId)!.text).toBe('我的')
  expect(ledger.ledger().decide).toBe(0)
})

it('sees it too when the task is read anew: nothing new of one\'s own gives way, something new is compared', async () => {
  const { store, form } = await phone.start()
  store.receive(task())
  const [old, fresh] = ['a', 'b'].map((code) => conforming(form.begin(task(), item(code)), code))
  store.record('t1', old!, null, '2026-11-21T01:00:00.000Z')
  store.change('t1', (k) => { k.entries[0]!.sent = true })
  store.record('t1', fresh!, null, '2026-11-21T01:00:00.000Z')

  const now = store.receive(task({ items: [item('a', { records: [elsewhere(old!.clientId, '新', '2026-11-21T05:00:00Z')] }), item('b', { records: [elsewhere(fresh!.clientId, '新', '2026-11-21T05:00:00Z')] })] }))

  expect(now.entries.map((e) => [e.form.itemCode, e.theirs?.text])).toEqual([['b', '新']])
  store.giveWay('t1', fresh!.clientId)
  expect(store.kept('t1')!.entries).toEqual([])
})

it('says why the server did not take a record, goes on with the others, and sends the mended one as a new act', async () => {
  const { store, form, upload, ledger } = await phone.start()
  store.receive(task())
  for (const code of ['a', 'b']) store.record('t1', conforming(form.begin(task(), item(code)), code), null)
  const text = (sent: Sent) => (sent.body.records as { text: string }[])[0]!.text
  phone.server = (sent) => (text(sent) === 'a' ? { status: 422, body: { code: 'record.photos_missing', title: '至少 1 张现场照片。' } } : { body: {} })

  await upload.sendAll()
  expect(ledger.ledger().lines.map((l) => [l.itemCode, l.state, l.why])).toEqual([['a', 'trouble', '至少 1 张现场照片。']])

  phone.server = () => ({ body: {} })
  await upload.sendAll()
  const keys = phone.sent.filter((s) => s.path.endsWith('/records') && text(s) === 'a').map((s) => s.key)
  expect(new Set(keys).size).toBe(2)
  expect(ledger.ledger().waiting).toBe(0)
})

it('keeps a task that the server does not know any more until the person lets it go', async () => {
  const { store, form, upload, ledger } = await phone.start()
  store.receive(task())
  store.record('t1', conforming(form.begin(task(), item('a')), 'a'), null)
  phone.server = () => ({ status: 404, body: { code: 'task.not_yours', title: '没有这个任务，或者它不是您的。' } })

  await upload.sendAll()

  expect(ledger.ledger()).toMatchObject({ gone: [{ id: 't1', why: '没有这个任务，或者它不是您的。' }] })
  expect(store.kept('t1')!.entries).toHaveLength(1)
  store.forgetTask('t1')
  expect([...phone.files.keys()].filter((f) => f.startsWith('usr/'))).toEqual([])
})

it('names whose word stands beside mine, and the phone where it is my own', async () => {
  const { store, form, ledger } = await phone.start()
  phone.storage.set('session', { token: 't', name: '韩柏川' })
  store.receive(task())
  store.record('t1', conforming(form.begin(task(), item('a')), '我的'), null, '2026-11-21T02:52:00.000Z')
  const word = (byName: string | null, device: string | null) => {
    store.change('t1', (k) => { k.entries[0]!.theirs = { clientTime: '2026-11-21T02:40:00Z', text: '别处', answers: [], verdict: 'Conforms', cannotReason: null, photos: [], videos: [], byName, device } as unknown as ServerRecord })
    const [line] = ledger.ledger().lines
    return [line!.theirs!.when, line!.whose]
  }
  expect(word('陆小满', 'Mate 60')).toEqual(['陆小满 10:40', '陆小满'])
  expect(word('韩柏川', 'Mate 60')).toEqual(['您在 Mate 60 上 10:40', '服务器上'])
  expect(word(null, null)).toEqual(['服务器上 10:40', '服务器上'])
})

it('tells what broke off on a network that is there from what waits for one', async () => {
  const { store, form, upload, ledger } = await phone.start()
  store.receive(task())
  store.record('t1', conforming(form.begin(task(), item('a')), 'a'), null)
  store.record('t1', conforming(form.begin(task(), item('b')), 'b'), null)
  const tries = () => ledger.ledger().lines.map((l) => l.tries)
  phone.network = 'none'
  await upload.sendAll()
  expect(tries()).toEqual([0, 0])
  phone.network = '4g'
  await upload.sendAll()
  await upload.sendAll()
  expect(tries()).toEqual([2, 0])
  phone.server = new Server().handle
  await upload.sendAll()
  expect(ledger.ledger().lines).toEqual([])
})

it('warns before the phone is full, and says when it is', async () => {
  const { store, ledger } = await phone.start()
  store.receive(task())
  store.takeShot('t1', phone.picture(8000), 'Item', null)
  const used = store.room(20_000).used
  expect(store.room(used * 2)).toMatchObject({ warns: false, full: false })
  expect(store.room(used * 1.2)).toMatchObject({ warns: true, full: false })
  expect(store.room(used)).toMatchObject({ warns: true, full: true })
  expect(ledger.ledger([], store.room(used * 1.2)).roomSays).toContain('快存满了')
})

it('says where a picture finds no room, and keeps what was there', async () => {
  const { store, form, camera } = await phone.start()
  store.receive(task())
  const begun = form.keep('t1', form.begin(task(), item('a')))
  const target = { to: 'item' as const, task: 't1', client: begun.clientId }
  await camera.shot(target, phone.picture(), null)
  phone.full = true
  await expect(camera.shot(target, phone.picture(), null)).rejects.toMatchObject({ code: 'phone.no_room', title: '手机里存不下这张照片。先到上传台账连网传一次，再回来拍。' })
  expect(form.kept('t1', begun.clientId)!.shots).toHaveLength(1)
})

it('keeps the track, sends it once in batches, and shows a gap as a gap (FLD-32)', async () => {
  const { store, upload, track } = await phone.start()
  store.receive(task())
  const server = new Server()
  const at = (seconds: number) => new Date(Date.UTC(2026, 10, 21, 1, 0, seconds)).toISOString()
  track.addPoints('t1', ...Array.from({ length: 1100 }, (_, i) => ({ latitude: 31, longitude: 121, accuracyMetres: 5, system: 'Wgs84' as const, at: at(i < 20 ? i * 30 : i * 30 + 1200) })))
  expect(track.trail('t1', 30)).toEqual({ points: 1100, waiting: 1100, gaps: ['09:09–09:30'] })

  phone.server = server.handle
  await upload.sendAll()

  expect(phone.sent.filter((s) => s.path.endsWith('/track')).map((s) => (s.body.points as unknown[]).length)).toEqual([500, 500, 100])
  expect(server.points.size).toBe(1100)
  expect(track.trail('t1', 30)).toMatchObject({ points: 1100, waiting: 0 })
})

it('keeps a request for consent without a network and sends it with the phone\'s time; a refusal is said (APR-13)', async () => {
  const { store, upload, ledger } = await phone.start()
  const work = await import('../../field/features/work')
  store.receive(task({ state: 'Created', startedAt: null, needsStartConsent: true }))
  const at = new Date(Date.now() - 3_600_000).toISOString()
  store.ask('t1', 'Start', store.takeShot('t1', phone.picture(), 'Selfie', null), at)
  await upload.sendAll()
  expect([work.says(store.kept('t1')!).lead, ledger.ledger().lines[0]!.says]).toEqual(['申请存在手机里', '等着发'])

  phone.server = (sent) => (sent.path === '/photos' ? { body: { id: 'p' } } : { status: 422, body: { code: 'consent.operator_out_of_fence', title: '您不在项目围栏里。' } })
  await upload.sendAll()
  expect(ledger.ledger().lines[0]).toMatchObject({ state: 'trouble', why: '您不在项目围栏里。' })

  store.ask('t1', 'Start', store.takeShot('t1', phone.picture(), 'Selfie', null), at)
  phone.server = (sent) => (sent.path === '/photos' ? { body: { id: 'q' } } : { body: {} })
  await upload.sendAll()
  expect(phone.sent.at(-1)).toMatchObject({ path: '/consents', body: { kind: 'Start', photoId: 'q', queuedAt: at } })
  expect(ledger.ledger().lines).toEqual([])
  expect([...phone.files.keys()].filter((f) => f.includes('shot-'))).toEqual([])
})

it('asks for the submission only when every record has arrived', async () => {
  const { store, form, upload } = await phone.start()
  store.receive(task())
  store.record('t1', conforming(form.begin(task(), item('a')), 'a'), null)
  store.ask('t1', 'Submit', store.takeShot('t1', phone.picture(), 'Selfie', null))
  let takes = false
  phone.server = (sent) => (sent.path === '/photos' ? { body: { id: 'p' } } : sent.path.endsWith('/records') && !takes ? { status: 422, body: { code: 'x', title: '不收' } } : { body: {} })
  await upload.sendAll()
  expect(phone.sent.some((s) => s.path.endsWith('/submit'))).toBe(false)
  takes = true
  await upload.sendAll()
  expect(phone.sent.map((s) => s.path.split('/').pop())).toEqual(['records', 'records', 'photos', 'submit'])
})

it('gives the room of the pictures back once the task is handed in, and keeps the words for a return', async () => {
  const { store, form, upload } = await phone.start()
  const server = new Server()
  phone.server = server.handle
  store.receive(task())
  const begun = conforming(form.begin(task(), item('a')), '正常')
  store.record('t1', { ...begun, shots: [store.takeShot('t1', phone.picture(), 'Item', null)] }, null, '2026-11-21T01:00:00.000Z')
  await upload.sendAll()
  expect([...phone.files.keys()].filter((f) => f.includes('shot-'))).toHaveLength(1)

  const photos = [{ id: 'photo-0', link: 'https://server.test/objects/photo-0' }]
  const now = store.receive(task({ state: 'Submitted', items: [item('a', { records: [{ ...elsewhere(begun.clientId, '正常', '2026-11-21T01:00:00Z'), photos }] })] }))

  expect([...phone.files.keys()].filter((f) => f.includes('shot-'))).toEqual([])
  expect(now.entries[0]!.form).toMatchObject({ text: '正常', shots: [], known: photos })
})
