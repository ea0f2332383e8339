/** A refusal as RFC 9457 tells it: `title` is Chinese and already says what to do; `code` is stable. Status 0: no answer came. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly detail?: string,
    readonly rule?: string,
    /** further members of the answer: distances, names, scores */
    readonly more: Record<string, unknown> = {},
  ) {
    super(`${code}: ${title}`)
  }

  /** The first clause, short enough for a heading: what happened. */
  get headline(): string { return this.#cut() ? this.title.slice(0, this.#cut()) : this.title }

  /** Why, with the figures that came along unless the title says them, and what to do. */
  get advice(): string | undefined {
    const rest = this.#cut() ? this.title.slice(this.#cut() + 1) : ''
    return [/\d/.test(this.title) ? '' : figures(this.more), rest, this.detail].filter(Boolean).join('') || undefined
  }

  #cut(): number {
    const at = this.title.search(/[，。；]/)
    return at >= 4 && at < this.title.length - 1 ? at : 0
  }

  /** The same request may succeed later without a change. */
  get passing(): boolean { return this.status === 0 || this.status === 429 || this.status >= 500 }

  static async from(answer: Response): Promise<Problem> {
    const body = await answer.json().catch(() => null) as Record<string, unknown> | null
    const { title, code, detail, rule, status: _, type: __, ...more } = body ?? {}
    return new Problem(answer.status, text(code) ?? `http.${answer.status}`, text(title) ?? plain(answer.status), text(detail), text(rule), more)
  }

  static of(e: unknown): Problem {
    return e instanceof Problem ? e : new Problem(0, 'network.unreachable', '没连上网', '您填的都还在。连上网再试一次。')
  }
}

/** 分数 0.61，要 0.80。 · 离围栏 1.2 km。 */
function figures(more: Record<string, unknown>): string {
  const { score, threshold, distanceMetres: away } = more
  if (typeof score === 'number' && typeof threshold === 'number') return `分数 ${floor(score)}，要 ${floor(threshold)}。`
  if (typeof away === 'number') return `离围栏 ${away < 1000 ? `${Math.round(away)} m` : `${(away / 1000).toFixed(1)} km`}。`
  return ''
}
const floor = (n: number) => (Math.floor(n * 100 + 1e-9) / 100).toFixed(2)

const text = (v: unknown) => typeof v === 'string' && v ? v : undefined
function plain(status: number): string {
  if (status === 401) return '登录过期了，请重新打开'
  if (status === 403) return '这一页您看不了'
  if (status === 404) return '没找到这一条'
  if (status === 413) return '照片太大，请重拍一张'
  if (status === 429) return '点得有点快，等几秒再试'
  return status >= 500 ? '服务器暂时没答上来' : '这一步没走通，请再试一次'
}
