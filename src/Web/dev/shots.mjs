// Screenshots of every page against the running mock: node dev/shots.mjs [name…]; files in dev/shots.
import { chromium } from 'playwright-core'
import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const out = join(dirname(fileURLToPath(import.meta.url)), 'shots')
mkdirSync(out, { recursive: true })
const wanted = process.argv.slice(2)
const mock = process.env.MOCK ?? 'http://127.0.0.1:5180'
/** name, path, the clock of the shot, further looks, and what a person does before it */
const pages = [
  ['agency-workbench', '/agency/', '10:26', ['full', '320', 'large']],
  ['agency-sign-in', '/agency/sign-in', '10:26', ['320']],
  ['agency-tasks', '/agency/tasks', '10:26', ['320', 'large']],
  ['agency-projects', '/agency/projects', '10:26', []],
  ['agency-project', '/agency/projects/p1', '10:26', ['full', '320']],
  ['agency-project-suspensions', '/agency/projects/p1', '10:26', ['320', 'large'], async p => { await p.locator('[data-suspension]').first().scrollIntoViewIfNeeded() }],
  ['agency-project-suspend', '/agency/projects/p1', '10:26', ['320', 'large'], async p => { await p.locator('[data-act=suspend]').click(); await p.getByText('哪个月做不了维保').waitFor(); await p.waitForTimeout(500) }],
  ['agency-project-withdraw', '/agency/projects/p1', '10:26', ['320'], async p => { await p.locator('[data-act=withdraw]').click(); await p.locator('.effects').waitFor(); await p.waitForTimeout(500) }],
  ['agency-project-code', '/agency/projects/p1?code=1', '10:26', []],
  ['agency-plan-list', '/agency/plans', '10:26', ['320', 'large']],
  ['agency-plan-new', '/agency/plans/new', '10:26', []],
  ['agency-plan-assign', '/agency/plans/pl1?assign=1', '10:26', ['320', 'large']],
  ['agency-plan', '/agency/plans/pl2', '10:26', ['full', '320']],
  ['agency-plan-change', '/agency/plans/pl2', '10:26', [], async p => { await p.getByText('修改计划').click() }],
  ['agency-plan-years', '/agency/plans?show=years', '10:26', []],
  ['agency-plan-calendar', '/agency/plans/calendar', '10:26', ['full', '320', 'large']],
  ['agency-term-plan', '/agency/projects/p1/term-plan', '10:26', ['full', '320']],
  ['agency-term-plan-period', '/agency/projects/p1/term-plan', '10:26', [], async p => { await p.locator('.period').nth(1).click(); await p.getByText('做哪些项目').waitFor() }],
  ['agency-consents', '/agency/consents', '13:08', ['320', 'large']],
  ['agency-consent', '/agency/consents/c1', '13:08', ['full', '320', 'large']],
  ['agency-consent-proof', '/agency/consents/c1', '13:08', ['320'], async p => { await p.locator('.strip').first().click(); await p.waitForTimeout(500) }],
  ['agency-consent-witness', '/agency/consents/c1', '13:08', ['320', 'large'], async p => { await act(p); await p.locator('[data-act=second-way]').click(); await p.locator('[data-witness]').first().waitFor() }],
  ['agency-consent-handled', '/agency/consents/c3', '13:08', ['full', '320']],
  ['agency-ratings', '/agency/ratings', '10:26', ['full', '320', 'large', 'small']],
  ['agency-ratings-narrow', '/agency/ratings', '10:26', ['320', 'large', 'small'], async p => { await p.locator('[data-act=narrow]').click(); await p.locator('[data-narrow]').first().waitFor(); await p.waitForTimeout(400) }],
  ['agency-ratings-prove', '/agency/ratings', '10:26', ['320', 'large', 'small'], async p => { await p.locator('[data-act=prove]').last().click(); await p.waitForTimeout(500) }],
  ['agency-flags', '/agency/flags', '10:26', ['320', 'large', 'small']],
  ['agency-flags-explain', '/agency/flags', '10:26', ['small'], async p => { await p.locator('[data-act=explain]').first().click(); await p.waitForTimeout(500) }],
  ['agency-on-site', '/agency/on-site', '10:26', ['320', 'large']],
  ['agency-search', '/agency/search?q=澄湖', '10:26', ['320', 'large']],
  ['agency-notices', '/agency/projects/p1/notices', '10:26', []],
  ['agency-reviews', '/agency/reviews', '13:08', []],
  ['agency-review', '/agency/reviews/t1', '13:08', ['full', '320', 'large']],
  ['agency-review-open', '/agency/reviews/t1', '13:08', [], async p => { await p.getByText('消火栓系统8 项').click(); await p.getByText('消火栓系统检查 2').scrollIntoViewIfNeeded() }],
  ['agency-review-return', '/agency/reviews/t1', '13:08', ['320'], async p => { await p.getByText('消火栓系统8 项').click(); await p.locator('[data-remark]').first().click(); await p.getByRole('button', { name: '退回 1 项' }).click(); await p.waitForTimeout(500) }],
  ['agency-judgement', '/agency/judgements/pl9', '10:20', ['full', '320', 'large']],
  ['agency-judgement-open', '/agency/judgements/pl9', '10:20', ['full', '320', 'large'], async p => { await p.locator('[data-single="D-A.8"] .head').click() }],
  ['agency-judgement-force', '/agency/judgements/pl9', '10:20', ['320'], async p => { await p.locator('[data-single="D-A.1"] .head').click(); await p.locator('[data-item="D-A.1.2.2"] .btn').click(); await p.locator('[data-verdict=Qualified]').click(); await p.waitForTimeout(400) }],
  ['agency-fault-list', '/agency/faults', '13:09', ['320', 'large']],
  ['agency-fault', '/agency/faults/f1', '13:09', []],
  ['agency-fault-under-way', '/agency/faults/f3', '13:09', ['full', '320', 'large']],
  ['agency-fault-filter', '/agency/faults', '13:09', ['320'], async p => { await p.getByText('筛选').click(); await p.waitForTimeout(400) }],
  ['agency-fault-figures', '/agency/faults/figures', '13:09', ['320', 'large']],
  ['agency-fault-untestable', '/agency/faults/untestable/p1', '13:09', []],
  ['agency-hazards', '/agency/projects/p1/hazards', '13:09', ['320', 'large'], async p => { await p.locator('button.line').first().click() }],
  ['agency-fault-handle', '/agency/faults', '13:09', ['320', 'large'], async p => { await p.getByRole('button', { name: '处置', exact: true }).first().click(); await p.locator('[data-kind=OwnerAgreesRepair]').click() }],
  ['agency-reports', '/agency/reports', '13:31', ['320', 'large']],
  ['agency-reports-blocked', '/agency/reports?show=blocked', '13:31', ['320', 'large']],
  ['agency-reports-made', '/agency/reports?show=made', '13:31', []],
  ['agency-report-new', '/agency/reports/new/p1', '13:31', ['full', '320', 'large']],
  ['agency-report-upload', '/agency/reports/new/p8', '13:31', ['full', '320', 'large'], async p => { await p.locator('input[type=file]').setInputFiles({ name: '云州三中检测报告.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') }); await p.getByText('检查过了').waitFor() }],
  ['agency-report-upload-refused', '/agency/reports/new/p8?refuse=file', '13:31', ['320'], async p => { await p.locator('input[type=file]').setInputFiles({ name: '报告.docx', mimeType: 'application/msword', buffer: Buffer.from('PK') }); await p.locator('[role=alert]').waitFor() }],
  ['agency-report-delete', '/agency/reports/r1', '14:02', ['320'], async p => { await p.locator('[data-act=delete]').click(); await p.waitForTimeout(500) }],
  ['agency-report-cover', '/agency/reports/r1', '14:02', ['320'], async p => { await p.locator('[data-act=cover]').click(); await p.waitForTimeout(500) }],
  ['agency-report-query', '/agency/reports/query', '14:02', ['320', 'large']],
  ['agency-monthly-list', '/agency/monthly-reports', '14:02', []],
  ['agency-monthly', '/agency/monthly-reports/p1/2025-11', '14:02', ['full', '320', 'large']],
  ['agency-monthly-push', '/agency/monthly-reports/p1/2025-11', '14:02', [], async p => { await act(p); await p.waitForTimeout(500) }],
  ['agency-sample-forms', '/agency/sample-forms', '14:02', []],
  ['agency-report-generating', '/agency/reports/r2', '13:31', []],
  ['agency-report', '/agency/reports/r1', '14:02', ['full', '320', 'large']],
  ['agency-filings', '/agency/filings', '14:02', ['320', 'large']],
  ['agency-filings-done', '/agency/filings?state=Done', '14:02', []],
  ['agency-filing-reject', '/agency/filings/r1', '14:02', ['320'], async p => { await p.getByRole('button', { name: '驳回' }).click(); await p.locator('.effects').waitFor(); await p.waitForTimeout(400) }],
  ['agency-filing-1-report', '/agency/filings/r1', '14:02', ['full', '320', 'large']],
  ['agency-filing-2-opinion', '/agency/filings/r1', '14:06', ['320'], toOpinion],
  ['agency-filing-3-face', '/agency/filings/r1', '14:07', ['320', 'large'], toFace],
  ['agency-filing-3-refused', '/agency/filings/r1?refuse=face', '14:07', ['320'], async p => { await toFace(p); await act(p); await p.locator('[role=alert]').waitFor() }],
  ['agency-filing-3-witness', '/agency/filings/r1', '14:08', ['320', 'large'], async p => { await toSecond(p); await p.locator('[data-witness=g]').click() }],
  ['agency-filing-3-codes', '/agency/filings/r1', '14:09', ['320', 'large'], toCodes],
  ['agency-filing-4-witnessed', '/agency/filings/r1', '14:12', ['320', 'large'], async p => { await toCodes(p); await act(p); await p.getByText('报告已锁定').waitFor(); await p.waitForTimeout(500) }],
  ['agency-filing-4-result', '/agency/filings/r1', '14:07', ['320', 'large'], async p => { await toFace(p); await act(p); await p.getByText('报告已锁定').waitFor(); await p.waitForTimeout(500) }],
  ['agency-change', '/agency/reports/r1/change', '14:20', ['320', 'large'], async p => { await p.locator('#mistake').fill('报告日期写成了 11 月 2 日'); await act(p) }],
  ['agency-messages', '/agency/messages', '10:26', []],
  ['agency-me', '/agency/me', '10:26', []],
  ['agency-me-leave', '/agency/me', '10:26', ['320'], async p => { await p.getByText('退出').click(); await p.waitForTimeout(500) }],
  ['agency-problem', '/agency/faults/none/none', '10:26', []],
  ['owner-home', '/owner/', '9:18', ['full', '320', 'large', 'small']],
  ['owner-bind', '/owner/bind?scene=abc', '10:02', ['full', '320', 'large']],
  ['owner-bind-wrong', '/owner/bind?scene=abc', '10:02', [], async p => { await act(p); await p.waitForTimeout(600) }],
  ['owner-bind-code', '/owner/bind?scene=abc', '10:02', ['320', 'large', 'small'], async p => { await p.locator('#name').fill('周桂兰'); await p.locator('#tel').fill('138 0000 2046'); await p.locator('[data-act=code]').click(); await p.locator('#code').fill('482'); await p.locator('#code').scrollIntoViewIfNeeded() }],
  ['owner-bind-privacy', '/owner/bind?scene=abc', '10:02', ['320'], async p => { await p.getByText('看看《个人信息怎么用》').click(); await p.waitForTimeout(500) }],
  ['owner-bind-done', '/owner/bind?scene=abc', '10:02', ['full', '320', 'large', 'small'], async p => { await p.locator('#name').fill('周桂兰'); await p.locator('#tel').fill('138 0000 2046'); await p.locator('[data-act=code]').click(); await p.locator('#code').fill('482913'); await p.locator('[data-tick=mine]').click(); await p.locator('[data-tick=agreed]').click(); await act(p); await p.getByText('已绑定').waitFor(); await p.waitForTimeout(500) }],
  ['owner-sign-in', '/owner/sign-in', '10:02', ['320', 'large']],
  ['owner-sign-in-password', '/owner/sign-in', '10:02', ['320', 'large', 'small'], async p => { await p.locator('#user').fill('yz40271586'); await p.locator('#word').fill('40927715'); await act(p); await p.locator('#fresh').waitFor() }],
  ['owner-sign-in-done', '/owner/sign-in?step=password', '10:02', ['320'], async p => { await p.locator('#fresh').fill('Qingquan2046'); await p.locator('#again').fill('Qingquan2046'); await act(p); await p.getByText('认得您了').waitFor(); await p.waitForTimeout(500) }],
  ['owner-message-kinds', '/owner/message-kinds', '10:02', ['320', 'large', 'small']],
  ['owner-own-data', '/owner/own-data', '10:02', ['320', 'large', 'small']],
  ['owner-own-data-erase', '/owner/own-data', '10:02', ['320', 'small'], async p => { await p.locator('[data-act=erase]').click(); await p.waitForTimeout(500) }],
  ['agency-owner-accounts', '/agency/owner-accounts', '10:02', ['320', 'large']],
  ['agency-owner-account-reset', '/agency/owner-accounts', '10:02', ['320'], async p => { await p.locator('[data-act=reset]').first().click(); await p.locator('[data-act=confirm]').click(); await p.getByText('交给他了吗').waitFor(); await p.waitForTimeout(500) }],
  ['agency-project-enter', '/agency/projects/p1', '10:26', ['320'], async p => { await p.locator('[data-act=enter-contact]').click(); await p.waitForTimeout(500) }],
  ['owner-contacts', '/owner/contacts', '10:02', ['full', '320', 'large', 'small']],
  ['owner-contacts-remove', '/owner/contacts', '10:02', ['320', 'small'], async p => { await p.locator('[data-act=remove]').click(); await p.waitForTimeout(500) }],
  ['owner-rating', '/owner/ratings/fm1', '9:30', ['full', '320', 'large'], async p => { for (const k of ['people', 'time', 'place']) await p.locator(`[data-answer=${k}-yes]`).click(); await p.locator('[data-stars="4"]').click(); await p.evaluate(() => scrollTo(0, 0)) }],
  ['owner-rating-wrong', '/owner/ratings/fm1', '9:30', ['320', 'large', 'small'], async p => { await p.locator('[data-answer=time-no]').click(); await p.locator('[data-note=time]').fill('说好两点，三点才到。') }],
  ['owner-rating-done', '/owner/ratings/fm0', '9:30', ['small']],
  ['owner-rating-late', '/owner/ratings/fm2', '9:30', ['small']],
  ['owner-ratings', '/owner/ratings', '9:30', ['small']],
  ['owner-reports', '/owner/reports', '9:41', ['full', '320', 'large', 'small']],
  ['owner-report-sign', '/owner/reports/r1', '9:41', ['320', 'small'], async p => { const c = p.locator('canvas'); await c.scrollIntoViewIfNeeded(); const b = await c.boundingBox(); const m = p.page ? p.page().mouse : p.mouse; for (const [x, y] of [[.2, .3], [.5, .2]]) { await m.move(b.x + b.width * x, b.y + b.height * y); await m.down(); for (let i = 1; i < 14; i++) await m.move(b.x + b.width * (x + i * .02), b.y + b.height * (y + .3 * Math.sin(i / 2))); await m.up() } await p.getByText('交签名').waitFor() }],
  ['owner-report-read', '/owner/reports/r1/read', '9:41', ['320', 'small'], async p => { await act(p); await p.locator('[data-copied]').scrollIntoViewIfNeeded() }],
  ['owner-report-signed', '/owner/reports/r9', '9:41', ['320', 'large', 'small'], async p => { await p.locator('[data-act=copy]').scrollIntoViewIfNeeded() }],
  ['owner-report-mail', '/owner/reports/r9/read?copy=1', '9:41', ['320', 'large', 'small'], async p => { await p.getByRole('button', { name: '发到邮箱' }).click(); await p.locator('#mail').fill('boss@lake.example'); await p.locator('[data-act=mail]').click(); await p.locator('[data-mailed]').waitFor(); await p.locator('[data-mailed]').scrollIntoViewIfNeeded() }],
  ['owner-report-copy', '/owner/reports/r9/read?copy=1', '9:41', ['small']],
  ['owner-report', '/owner/reports/r1', '9:41', ['full', '320', 'large', 'small']],
  ['owner-monthly', '/owner/monthly-reports/m1', '9:41', ['320']],
  ['owner-visits', '/owner/visits', '9:41', []],
  ['owner-visit', '/owner/visits/v1', '9:41', ['320']],
  ['owner-project', '/owner/projects/p1', '9:41', ['full', '320', 'large', 'small']],
  ['owner-term-plan', '/owner/plans/p1', '9:41', ['320'], async p => { await p.locator('.period').nth(1).click(); await p.getByText('状态、标志').first().waitFor() }],
  ['owner-faults', '/owner/faults', '9:41', ['small']],
  ['owner-repair-1', '/owner/repair', '9:20', ['320', 'large', 'small']],
  ['owner-repair-2', '/owner/repair', '9:21', ['full', '320', 'large', 'small'], toWhat],
  ['owner-repair-2-missing', '/owner/repair', '9:21', ['320'], async p => { await p.locator('[data-facility="M02-04"]').click(); await act(p); await p.locator('.err-t').first().waitFor() }],
  ['owner-repair-3', '/owner/repair', '9:22', ['320', 'large', 'small'], async p => { await toWhat(p); await act(p); await p.getByText('请谁来修').waitFor() }],
  ['owner-repair-4-result', '/owner/repair', '9:22', ['320', 'large', 'small'], async p => { await toWhat(p); await act(p); await act(p); await p.getByText('已经报给').waitFor(); await p.waitForTimeout(500) }],
  ['owner-repair-waits', '/owner/repair?refuse=line', '9:22', ['320', 'large'], async p => { await toWhat(p); await act(p); await act(p); await p.locator('[data-waiting]').waitFor() }],
  ['owner-fault-asks', '/owner/faults/f1', '9:41', ['full', '320', 'large', 'small']],
  ['owner-fault-agree', '/owner/faults/f1', '9:41', ['320', 'small'], async p => { await act(p); await p.locator('.effects').waitFor(); await p.waitForTimeout(500) }],
  ['owner-fault-own', '/owner/faults/f7', '9:41', ['320'], async p => { await act(p); await p.getByText('怎么修好的').first().waitFor(); await p.waitForTimeout(500) }],
  ['owner-fault-mended', '/owner/faults/f8', '9:41', ['full', 'small']],
  ['owner-messages', '/owner/messages', '9:41', []],
  ['owner-me', '/owner/me', '9:41', []],
  ['agency-fault-propose', '/agency/faults/f1', '13:09', ['small'], async p => { await p.locator('[data-act=propose]').click(); await p.locator('#amount').fill('1680'); await p.locator('#how').fill('换叶轮和机械密封，含人工，一天修好'); await p.waitForTimeout(500) }],
  ['agency-labels', '/agency/projects/p1/labels', '10:26', ['small']],
  ['console-ratings', '/console/ratings', '10:26', ['desk']],
  ['console-ratings-officer', '/console/ratings?officer=1', '10:26', ['desk']],
  ['console-flags-officer', '/console/flags?officer=1', '10:26', ['desk'], async p => { await p.locator('[data-act=decide]').first().click(); await p.locator('[data-act=confirm]').waitFor(); await p.waitForTimeout(400) }],
  ['console-flags', '/console/flags', '10:26', ['desk']],
  ['console-labels', '/console/labels?project=p1', '10:26', ['desk'], async p => { await p.locator('[data-label]').first().waitFor() }],
  ['console-labels-issue', '/console/labels?project=p1', '10:26', ['desk'], async p => { await p.locator('[data-act=issue]').click(); await p.waitForTimeout(500) }],
  ['console-owner-accounts', '/console/owner-accounts', '10:26', ['desk']],
  ['console-owner-accounts-handed', '/console/owner-accounts', '10:26', ['desk'], async p => { await p.locator('[data-act=reset]').first().click(); await p.locator('[data-act=confirm-reset]').click(); await p.locator('[data-sign-in-code]').waitFor(); await p.waitForTimeout(500) }],
  ['public-scan', '/scan/abcd', '15:20', ['small']],
  ['public-scan-report', '/scan/abcd', '15:21', ['full', 'small'], toReport],
  ['public-scan-sent', '/scan/abcd', '15:22', ['small'], async p => { await toReport(p); await act(p); await p.getByText('已经报上去了').waitFor(); await p.waitForTimeout(500) }],
  ['public-verify', '/verify/YZ-LH-2025-11-0318', '15:20', ['full', '320', 'large']],
]
async function toReport(p) { await act(p); await p.locator('#what').fill('玻璃碎了，水带不见了'); await p.locator('[data-act=photo]').click(); await p.locator('.shot').first().waitFor(); await p.locator('#tel').fill('138 0000 2046'); await p.locator('[data-act=code]').click(); await p.locator('#sms').fill('304417') }
async function toWhat(p) { await p.locator('[data-facility="M02-04"]').click(); await p.getByRole('button', { name: '1 楼', exact: true }).click(); await p.locator('#place').fill('大厅，服务台上方'); await p.locator('#text').fill('红灯一直闪，晚上响过一次。'); await p.locator('[data-act=photo]').click(); await p.locator('.shot').first().waitFor() }
async function act(p) { await p.locator('[data-act=primary]:visible').last().click() }
async function toOpinion(p) { await act(p); await p.locator('textarea').fill('记录完整，5F 末端试水的说明已核。2 号消火栓泵压力偏低、3F 出口灯不亮已安排维修，同意备案。') }
async function toSecond(p) { await toFace(p); await p.locator('[data-act=second-way]').click(); await p.locator('[data-witness]').first().waitFor() }
async function toCodes(p) { await toSecond(p); await p.locator('[data-witness=g]').click(); await act(p); await p.locator('#own-code').fill('304417'); await p.locator('#witness-code').fill('881206') }
async function toFace(p) { await toOpinion(p); await act(p); await p.getByText('请正对手机').waitFor() }

const looks = { phone: [375, 812, 'normal'], 320: [320, 568, 'normal'], large: [375, 812, 'large'], small: [320, 568, 'large'], full: [375, 812, 'normal'], desk: [1366, 900, 'normal'] }
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'] })
let wrong = 0
for (const [name, path, clock, more, before] of pages.filter(([n]) => !wanted.length || wanted.some(w => n.startsWith(w)))) {
  for (const look of more.includes('desk') ? more : ['phone', ...more]) {
    const [width, height, type] = looks[look]
    const context = await browser.newContext({ viewport: { width, height }, deviceScaleFactor: 2, isMobile: look !== 'desk', hasTouch: look !== 'desk', locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
    await context.clock.setFixedTime(new Date(`2025-11-20T${clock.padStart(5, '0')}:00+08:00`))
    const tab = await context.newPage()
    const complain = text => { wrong++; console.log(`${name} ${look}: ${text}`) }
    tab.on('pageerror', e => complain(e.message))
    try {
      const bare = look === 'full' || look === 'desk'
      await tab.goto(bare ? mock + path : `${mock}/__frame?clock=${clock}&type=${type}&path=${encodeURIComponent(path)}`)
      const page = bare ? tab : tab.frames().find(f => f !== tab.mainFrame())
      await page.locator('.lead, .hero, .result, .verdict, .empty, .face-step, .head').first().waitFor({ timeout: 8000 })
      if (before) await before(page)
      await page.waitForTimeout(350)
      const wide = await page.evaluate(() => [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && e.getClientRects().length && !e.closest('.chips, .pages, svg, .ph, .vh')).slice(0, 3).map(e => `${e.className || e.tagName} ends at ${Math.round(e.getBoundingClientRect().right)}`))
      if (wide.length) complain(wide.join('; '))
      const small = await page.evaluate(() => [...document.querySelectorAll('button, a[href], input')].filter(e => e.getClientRects().length && !e.closest('.vh')).map(e => { const r = e.getBoundingClientRect(), a = getComputedStyle(e, '::after'); return [e, r.height + (a.position === 'absolute' && a.content !== 'none' ? 8 : 0), r.width] }).filter(([e, h]) => h < 43.5 && !e.closest('h4') && !['INPUT'].includes(e.tagName)).slice(0, 3).map(([e, h]) => `${e.textContent.trim().slice(0, 12)} is ${Math.round(h)} px high`))
      if (small.length && look !== 'desk') complain(small.join('; '))
      if (look === 'full') { await tab.setViewportSize({ width, height: await tab.evaluate(() => Math.min(4000, document.documentElement.scrollHeight)) }); await tab.waitForTimeout(400) }
      await tab.screenshot({ path: join(out, `${name}${look === 'phone' ? '' : `-${look}`}.png`) })
    } catch (e) {
      complain(e.message.split('\n')[0])
    }
    await context.close()
  }
}
await browser.close()
console.log(wrong ? `${wrong} things to look at` : 'all shots taken')
