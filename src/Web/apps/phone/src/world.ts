import { computed, reactive, ref, watch } from 'vue'
import {
  get, post, type Account, type AccountName, type Chat, type ChatMessage, type Delivery, type LogEntry, type Person, type Project, type QrCode, type SentMessage, type Sms,
} from './sandbox.ts'
import { metresFrom, moved, toGcj02, toWgs84 } from './geo.ts'

/** What the page knows of the sandbox, kept fresh by looking at its log: only when something happened the rest is read again. */
export const world = reactive({
  people: [] as Person[],
  projects: [] as Project[],
  accounts: [] as Account[],
  host: null as string | null,
  region: 'shanghai',
  key: '',
  chats: [] as Chat[],
  lines: {} as Partial<Record<AccountName, ChatMessage[]>>,
  sent: [] as SentMessage[],
  deliveries: [] as Delivery[],
  log: [] as LogEntry[],
  codes: [] as QrCode[],
  sms: [] as Sms[],
  trouble: '',
})

export const regions: Record<string, string> = { shanghai: '上海', beijing: '北京', shaanxi: '陕西', xinjiang: '新疆' }

export const me = computed(() => world.people.find(p => p.key === world.key))
export const nameOf = (account: AccountName) => world.accounts.find(a => a.account === account)?.name ?? ''

/** How the right-hand panel sets this phone. */
export const manners = reactive({
  face: 'self' as 'self' | 'other' | 'none',
  mic: 'allow' as 'allow' | 'refuse',
  /** what the person says into it */
  says: '走廊的灯不亮了',
  network: 'good' as 'good' | 'weak' | 'off',
  large: new Set<string>(JSON.parse(localStorage.getItem('phone.large') ?? '[]') as string[]),
})
export const typeSize = computed(() => manners.large.has(world.key) ? 'large' as const : 'normal' as const)
export function setTypeSize(large: boolean) {
  if (large) manners.large.add(world.key)
  else manners.large.delete(world.key)
  localStorage.setItem('phone.large', JSON.stringify([...manners.large]))
}
/** Weak network: what a page waits before anything comes. */
export const slowness = () => manners.network === 'weak' ? new Promise<void>(done => setTimeout(done, 1800)) : Promise.resolve()

const ROLE_IN_PROJECT: ((p: Project, who: Person) => boolean)[] = [
  (p, who) => p.key.endsWith('-main') && involved(p, who),
  involved,
  (p, who) => p.key === `${who.region}-main`,
]
function involved(p: Project, who: Person) {
  return p.leadKey === who.key || p.technicalLeadKey === who.key || (p.memberKeys ?? []).includes(who.key) || (who.kind === 'OwnerContact' && p.ownerKey === who.ownerKey)
}

/** The project around which the map is drawn. */
export const mainProject = computed(() => {
  const who = me.value
  if (!who) return undefined
  for (const fits of ROLE_IN_PROJECT) {
    const found = world.projects.find(p => p.location && fits(p, who))
    if (found) return found
  }
  return undefined
})

/** Where the phone stands, WGS-84, relative to the main project's location; undefined: no position is given. */
export const standing = computed(() => {
  const origin = mainProject.value?.location
  const place = me.value?.place
  if (!origin || place?.denied) return undefined
  return { ...(place ? metresFrom(origin, toWgs84(place)) : { east: 0, north: 0 }), accuracy: place?.accuracy ?? 12 }
})

export async function stand(east: number, north: number, accuracy = standing.value?.accuracy ?? 12) {
  const origin = mainProject.value?.location
  if (!me.value || !origin) return
  const p = toGcj02(moved(origin, east, north))
  const place = { latitude: Number(p.latitude.toFixed(7)), longitude: Number(p.longitude.toFixed(7)), accuracy }
  me.value.place = { ...place, denied: false }
  await post(`people/${world.key}/place`, place)
}
export async function refusePosition() {
  if (!me.value) return
  me.value.place = { latitude: 0, longitude: 0, accuracy: 0, denied: true }
  await post(`people/${world.key}/place`, { denied: true })
}

export async function choose(key: string) {
  const who = world.people.find(p => p.key === key)
  if (!who) return
  world.key = key
  world.region = who.region
  world.lines = {}
  world.chats = []
  // who signs in is told to WeChat's authorisation page by this cookie; the pages' own cookies follow from it
  document.cookie = `sandbox_person=${encodeURIComponent(key)}; path=/; SameSite=Lax`
  const address = new URL(location.href)
  address.searchParams.set('person', key)
  history.replaceState(history.state, '', address)
  await refresh()
}

const open = ref<AccountName>()
/** The conversation on the screen: what comes is read at once. */
export function watching(account: AccountName | undefined) {
  open.value = account
  if (account) void readChat(account).catch(noted)
}
async function readChat(account: AccountName) {
  const key = world.key
  const lines = await get<ChatMessage[]>(`people/${key}/chats/${account}`)
  if (key !== world.key) return
  world.lines[account] = lines
  if (open.value === account && manners.network !== 'off') {
    await post(`people/${key}/chats/${account}/read`)
    const chat = world.chats.find(c => c.account === account)
    if (chat) chat.unread = 0
    const who = me.value
    if (who && account !== 'miniprogram') who.unread[account] = 0
  }
}

export async function refresh() {
  const key = world.key
  const [people, chats, codes, deliveries, agency, owner, sms] = await Promise.all([
    get<Person[]>('people'), get<Chat[]>(`people/${key}/chats`), get<QrCode[]>('qr-codes'), get<Delivery[]>('callbacks'),
    get<SentMessage[]>('accounts/agency/messages'), get<SentMessage[]>('accounts/owner/messages'), get<Sms[]>('sms'),
  ])
  if (key !== world.key) return
  world.people = people
  if (manners.network !== 'off') world.chats = chats
  world.codes = codes
  world.sms = sms
  world.deliveries = deliveries
  world.sent = [...agency, ...owner]
  if (open.value && manners.network !== 'off') await readChat(open.value)
}

function noted(e: unknown) { world.trouble = e instanceof Error ? e.message : String(e) }

let seen = 0
async function look() {
  const news = await get<LogEntry[]>(`log?after=${seen}`)
  world.trouble = ''
  if (news.length === 0) return
  seen = news.at(-1)!.n
  world.log = [...world.log, ...news].slice(-400)
  await refresh()
  if (world.accounts.every(a => !a.menu) || news.some(n => n.path.includes('/menu/'))) world.accounts = await get<Account[]>('accounts')
}

export async function begin() {
  const [people, projects, accounts, host, log] = await Promise.all([
    get<Person[]>('people'), get<Project[]>('projects'), get<Account[]>('accounts'), get<{ base: string | null }>('host'), get<LogEntry[]>('log'),
  ])
  Object.assign(world, { people, projects, accounts, host: host.base, log: log.slice(-400) })
  seen = log.at(-1)?.n ?? 0
  const wanted = new URLSearchParams(location.search).get('person')
  await choose(people.find(p => p.key === wanted)?.key ?? people.find(p => p.region === 'shanghai' && p.kind === 'Lead')?.key ?? people[0]?.key ?? '')
  const beat = async () => {
    if (!document.hidden) await look().catch(e => {
      world.trouble = e instanceof TypeError ? '沙盒没有回应' : String((e as Error).message)
      // it may come back as a new process, whose log counts from the beginning
      if (e instanceof TypeError) { seen = 0; world.log = [] }
    })
    setTimeout(beat, 1500)
  }
  void beat()
}

/** Forgets what people did; accounts keep menus, codes and tokens, so that the Host goes on. */
export async function resetPhones() {
  await post('reset', { scope: 'phones' })
  world.log = []
  world.lines = {}
  await refresh()
}

watch(() => manners.network, async now => { if (now !== 'off') await refresh().catch(noted) })
