import { ref } from 'vue'
import { Attempt, type Client, type Message, type MessagePage } from '@wechatservice/api'

/** One person's messages behind one door. The figure of the unread is one for tab bar, workbench and list. */
export function createInbox(api: Client) {
  const unread = ref(0)

  async function page(number: number): Promise<MessagePage> {
    const found = await api.get<MessagePage>('/messages', { page: number })
    unread.value = found.unread
    return found
  }
  async function count() {
    try { unread.value = (await api.get<MessagePage>('/messages', { size: 1 })).unread } catch { /* the page's own reads tell what is wrong */ }
  }
  /** No page waits for it and none fails by it: what was not noted now is noted at the next opening. */
  async function note(path: string, body: unknown) {
    try { await api.post(path, body, new Attempt()) } catch { return }
    await count()
  }
  return {
    unread, page, count,
    read: (message: Message) => message.readAt ? Promise.resolve() : note(`/messages/${message.id}/read`, {}),
    readAll: (newest: Message) => note('/messages/read', { upTo: newest.id }),
    /** The page that a message leads to is open, whichever way one came. */
    opened: (url: string) => note('/messages/opened', { url }),
  }
}
export type Inbox = ReturnType<typeof createInbox>
