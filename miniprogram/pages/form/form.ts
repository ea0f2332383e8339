import { afterRefusal, formOf, send, stillAtWork, write, type Form } from '../../features/form'
import { project } from '../../features/projects'
import { Refusal } from '../../lib/http'
import { confirm, startAgain } from '../../lib/pages'
import { wantsLargeType } from '../../lib/phone'

/** 执业反馈单: what was done, what was found, what comes next. Sending it costs a colleague who is still at work the day's time. */
Page({
  data: { large: wantsLargeType(), name: '', content: '', problems: '', nextStep: '', atWork: '', canSend: false, busy: false, why: '', done: false, doneWhy: '' },

  form: null as Form | null,

  async onLoad(query: Record<string, string | undefined>) {
    this.form = formOf(query.project ?? '', query.visit ?? '')
    const { content, problems, nextStep } = this.form
    this.setData({ content, problems, nextStep, canSend: content.trim() !== '' })
    await this.attempt(async () => {
      const [{ name }, atWork] = await Promise.all([project(this.form!.projectId), stillAtWork(this.form!.projectId)])
      this.setData({ name, atWork: atWork.join('、') })
    })
  },

  onText(e: WechatMiniprogram.CustomEvent<{ value: string }>) {
    this.setData({ [e.currentTarget.dataset.field as string]: e.detail.value })
    const { content, problems, nextStep } = this.data
    this.form = write(this.form!, { content, problems, nextStep })
    this.setData({ canSend: content.trim() !== '' })
  },

  async send() {
    if (this.data.busy || !this.data.canSend) return
    this.setData({ busy: true, why: '' })
    await this.attempt(async () => {
      // who has ended meanwhile is not in danger any more; whoever is still there is named once again
      const atWork = await stillAtWork(this.form!.projectId)
      this.setData({ atWork: atWork.join('、') })
      if (atWork.length && !(await this.acceptsZeroing(atWork))) return
      const { asksForRating, zeroed } = await send(this.form!)
      const sent = asksForRating ? '已经发给委托单位联系人，请他确认和评价。' : '已经发给委托单位联系人。'
      this.setData({ done: true, doneWhy: zeroed.length ? `${sent}${zeroed.join('、')}还没结束，当天时长记 0。` : sent })
    })
    this.setData({ busy: false })
  },

  /** CHK-12, told before it happens. */
  acceptsZeroing(names: string[]): Promise<boolean> {
    return confirm(`${names.length} 人的时长会记 0`, `${names.join('、')}还在执业。现在交单，他们当天的时长强制清 0，委托单位和主管部门可见，不能恢复。`, '仍然交单', '先不交')
  },

  async attempt(act: () => Promise<void>) {
    try {
      await act()
    } catch (e) {
      if (!(e instanceof Refusal)) throw e
      if (!e.mayRepeat) this.form = afterRefusal(this.form!)
      this.setData({ why: e.title })
    }
  },

  home() { startAgain('/pages/today/today') },
})
