import { pictureAt } from '../../../lib/server'
import { wantsLargeType } from '../../../lib/phone'

/** Plays a film of a record, the phone's own or the server's. */
Page({
  data: { large: wantsLargeType(), at: '', why: '' },
  onLoad(query: Record<string, string | undefined>) { this.setData({ at: pictureAt(decodeURIComponent(query.at ?? '')) }) },
  onTrouble() { this.setData({ why: '这段视频放不出来。已传好的要有网络才能看，退回上一页再点一次。' }) },
})
