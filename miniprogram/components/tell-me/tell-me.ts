import { ask, worthAsking, type Offer } from '../../features/opt-ins'

/** 消息提醒: asks for WeChat's leave to tell of new tasks; not there while enough is left. */
Component({
  data: { offers: [] as Offer[], titles: '', said: '' },

  lifetimes: { attached() { void this.look() } },
  pageLifetimes: { show() { void this.look() } },

  methods: {
    async look() {
      const offers = await worthAsking()
      this.setData({ offers, titles: offers.map((offer) => offer.title).join('、') })
    },

    /** WeChat shows its prompt in answer to a tap only: nothing may be awaited before it. */
    async tap() {
      const accepted = await ask(this.data.offers)
      this.setData({ said: accepted ? '已允许，来了会提醒您一次' : '没有允许，微信不会提醒' })
      await this.look()
    },
  },
})
