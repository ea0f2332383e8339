import { asPng, post, type AccountName, type MenuButton, type ScanAnswer } from './sandbox.ts'
import { manners, refresh, slowness, world } from './world.ts'
import { browse, home, openMiniProgram, phone, scan, show, toast } from './screens.ts'

/** What a thumb does. Each of these tells the sandbox, which tells the Host as WeChat would. */

const offline = () => manners.network === 'off' && (toast('当前网络不可用，请检查网络设置'), true)

async function tried<T>(act: () => Promise<T>, otherwise?: string): Promise<T | undefined> {
  try {
    await slowness()
    return await act()
  } catch (e) {
    toast(otherwise ?? (e instanceof TypeError ? '沙盒没有回应' : (e as Error).message))
    return undefined
  }
}

export async function follow(account: 'agency' | 'owner', yes: boolean) {
  if (offline()) return
  await tried(() => post(`people/${world.key}/${yes ? 'follow' : 'unfollow'}`, { account }))
  await refresh()
  if (yes) { home(); show({ at: 'conversation', account }) } else home()
}

export async function press(account: AccountName, button: MenuButton) {
  if (offline()) return
  // WeChat opens the page at once; what the account is told about it does not hold the person up
  const told = post(`people/${world.key}/menu`, { account, key: button.key ?? button.url ?? button.name })
  if (button.type === 'view' && button.url) {
    told.catch(() => undefined)
    await slowness()
    browse(button.url)
  } else if (button.type === 'miniprogram') {
    told.catch(() => undefined)
    openMiniProgram(button.pagepath ?? '')
  } else {
    await tried(() => told)
    await refresh()
  }
}

export async function say(account: AccountName, content: string) {
  if (offline()) return
  await tried(() => post(`people/${world.key}/text`, { account, content }))
  await refresh()
}

/** The scanner as the person opens it. */
export async function startScan() {
  const content = await scan(false)
  if (content !== undefined) await follows(content)
}

/** What WeChat does with a code: follows the account and tells it, opens the page, or shows the text. */
export async function follows(content: string) {
  if (offline()) return
  const found = await tried(() => post<ScanAnswer>(`people/${world.key}/scan`, { content }))
  if (!found) return
  await refresh()
  switch (found.kind) {
    case 'ServiceAccount':
      home()
      return show({ at: 'conversation', account: found.account! })
    case 'Url': return browse(found.url!)
    case 'Expired': return show({ at: 'note', title: '二维码已失效', text: '这个码过了有效期。请让对方重新出示一个。' })
    case 'MiniProgram': return openMiniProgram(found.page ?? '', found.scene ?? undefined)
    default: return show({ at: 'note', title: '扫描结果', text: found.content })
  }
}

/** Holds the picture of a code before the camera, wherever the phone is: it is really decoded. */
export async function holdUp(code: Blob | string) {
  const content = await tried(async () => {
    const blob = typeof code === 'string' ? await (await fetch(code)).blob() : code
    return (await post<{ content: string }>('qr/decode', { pngBase64: await asPng(blob) })).content
  }, '没扫出来，把码放进取景框')
  if (content === undefined) return
  if (phone.scanner) phone.scanner.done(content)
  else await follows(content)
}
