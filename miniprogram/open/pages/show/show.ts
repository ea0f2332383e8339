import { attempt } from '../../../features/attempt'
import { sheet, type Sheet, type Subject } from '../../../features/public'
import { open } from '../../../lib/pages'
import { wantsLargeType } from '../../../lib/phone'

/** One article, agency or project, as far as it is public. All text is text. */
Page({
  data: { large: wantsLargeType(), sheet: null as Sheet | null, subject: '' as Subject | '', busy: false, why: '' },

  id: '',

  onLoad(query: Record<string, string | undefined>) {
    this.id = query.id ?? ''
    this.setData({ subject: (query.subject as Subject | undefined) ?? 'articles' })
    return this.again()
  },

  again() { return attempt(this, async () => this.setData({ sheet: await sheet(this.data.subject as Subject, this.id) })) },
  toAgency() { open(`/open/pages/show/show?subject=agencies&id=${this.data.sheet!.agency}`) },
  toProjects() { open(`/open/pages/list/list?subject=projects&agencyId=${this.data.sheet!.projectsOf}`) },
})
