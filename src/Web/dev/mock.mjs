// The built pages with invented data on http://127.0.0.1:5180, for work on the looks without a Host. Never part of a release.
// ?refuse=<code> on a page's own address makes its next write fail with that problem.
import { createServer } from 'node:http'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { agency, owner, verification } from './cast.mjs'
import { judgement, judgements } from './judged.mjs'
import { repairReads } from './cast.repair.mjs'
import { peopleReads, peopleWrites } from './cast.people.mjs'
import { reportReads } from './cast.reports.mjs'

const dev = dirname(fileURLToPath(import.meta.url))
const demo = join(dev, '../../../config/demo')
const kinds = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.jpg': 'image/jpeg', '.json': 'application/json' }
let filed = false
const problems = { face: [422, { code: 'face.not_matched', title: '没认出是您', detail: '和底图比了，分数 0.61，要 0.80。摘了帽子，光线亮一点再拍。' }] }

const labels = { items: [['室内消火栓', 'A 座 3 楼，东侧走道'], ['手提式灭火器', 'A 座 1 楼大厅']].map(([facilityName, place], i) => ({ id: `l${i}`, classCode: 'M05-01', facilityName, place, address: 'https://x/scan/abcd', issuedAt: '2025-11-19T10:00:00+08:00', issuedBy: '顾南舟' })), total: 2, number: 1, size: 20 }
const reads = [
  ...peopleReads,
  ...reportReads,
  ...repairReads, ['/api/agency/projects/*/labels', labels], ['/api/console/projects/*/labels', labels], ['/api/console/projects', agency.projects], ['/api/console/projects/*', agency.project],
  ['/api/agency/me', agency.me], ['/api/agency/workbench', agency.workbench], ['/api/agency/projects', agency.projects], ['/api/agency/projects/*', agency.project],
  ['/api/agency/plans', agency.plans], ['/api/agency/plans/uncreated', agency.uncreated], ['/api/agency/plans/summary', agency.planSummary], ['/api/agency/plans/missed', agency.missed], ['/api/agency/plans/projects', agency.planProjects], ['/api/agency/plans/calendar', agency.planCalendar], ['/api/agency/plans/pl2', agency.planIssued],
  ['/api/agency/projects/*/term-plan', agency.termPlan], ['/api/agency/projects/*/term-plan/periods/*', agency.period], ['/api/agency/plans/*', agency.plan], ['/api/agency/plans/*/assignees', agency.assignees],
  ['/api/agency/consents', agency.consents], ['/api/agency/consents/c3', agency.handled], ['/api/agency/consents/*/witnesses', agency.witnesses], ['/api/agency/consents/*', agency.consent], ['/api/agency/search', agency.found], ['/api/agency/projects/*/notices', agency.notices], ['/api/agency/reviews', agency.reviews], ['/api/agency/reviews/*', agency.review], ['/api/agency/judgements', judgements], ['/api/agency/judgements/*', judgement],
  ['/api/agency/faults', agency.faults], ['/api/agency/faults/figures', agency.faultFigures], ['/api/agency/faults/untestable', agency.untestable], ['/api/agency/faults/f3', agency.faultUnderWay], ['/api/agency/projects/*/hazards', agency.hazards], ['/api/agency/faults/*', agency.fault], ['/api/agency/faults/*/assignees', agency.assignees],
  ['/api/agency/reports', agency.reports], ['/api/agency/reports/r2', agency.generating], ['/api/agency/reports/*', () => filed ? agency.filed : agency.report],
  ['/api/agency/visits/on-site', agency.onSite], ['/api/agency/filings/counts', agency.filingCounts], ['/api/agency/filings/*', () => filed ? filed === 'second' ? agency.filingWitnessed : agency.filingDone : agency.filing],
  ['/api/agency/reports/*/filing-log', () => filed ? agency.filingLogDone : agency.filingLog], ['/api/agency/reports/*/filing/witnesses', agency.witnesses], ['/api/agency/messages', agency.messages],
  ['/api/owner/me', owner.me], ['/api/owner/home', owner.home], ['/api/owner/ratings', owner.ratings], ['/api/owner/feedback-forms/fm0/rating', owner.ratingDone], ['/api/owner/feedback-forms/fm2/rating', owner.ratingLate], ['/api/owner/feedback-forms/*/rating', owner.rating],
  ['/api/owner/reports', owner.reports], ['/api/owner/reports/missing', owner.missing], ['/api/owner/projects/*', owner.project], ['/api/owner/reports/*/pdf-link', { link: '/api/public/objects/r1?until=1&sig=x' }], ['/api/owner/reports/r9', owner.reportSigned], ['/api/owner/reports/*', owner.report], ['/api/owner/visits', owner.visits], ['/api/owner/visits/*', owner.visit], ['/api/owner/faults', owner.faults], ['/api/owner/projects/*/term-plan', { ...agency.termPlan, state: 'Pushed', hasPrint: true }], ['/api/owner/projects/*/term-plan/periods/*', agency.period], ['/api/owner/messages', owner.messages],
  ['/api/public/reports/*/verify', verification],
]
const matches = (pattern, path) => new RegExp(`^${pattern.replaceAll('*', '[^/]+')}$`).test(path)

createServer((ask, answer) => {
  const url = new URL(ask.url, 'http://mock'), path = decodeURIComponent(url.pathname)
  const json = (status, body) => { answer.writeHead(status, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' }); answer.end(JSON.stringify(body)) }
  const file = (name, kind) => { answer.writeHead(200, { 'content-type': kind ?? kinds[extname(name)] ?? 'application/octet-stream' }); answer.end(readFileSync(name)) }

  if (path === '/__frame') return file(join(dev, 'frame.html'))
  if (path.startsWith('/__drawn/')) {
    const name = normalize(path.slice('/__drawn/'.length))
    for (const root of [join(dev, 'drawn'), demo]) if (!name.startsWith('..') && existsSync(join(root, name))) return file(join(root, name))
    return json(404, {})
  }
  const sheet = /^\/api\/(?:agency|owner)\/reports\/[^/]+(?:\/client-copy)?\/pages\/(\d+)$/.exec(path)
  if (sheet) return file(join(dev, `drawn/page-${[0, 1, 2, 3, 4][(Number(sheet[1]) - 1) % 5]}.svg`))
  if (path.startsWith('/api/')) {
    if (ask.method === 'GET') {
      if (path === '/api/console/me' && ask.headers.referer?.includes('officer')) return json(403, { status: 403, code: 'actor.not_your_role', title: '这里不归您管' })
      if (path === '/api/agency/filings') return json(200, url.searchParams.get('state') === 'Done' ? agency.filingsDone : agency.filings)
      const read = reads.find(([pattern]) => pattern === path) ?? reads.find(([pattern]) => matches(pattern, path))
      return read ? json(200, typeof read[1] === 'function' ? read[1](url) : read[1]) : json(404, { code: 'not_found', title: '没找到这一条' })
    }
    let seen = ''
    ask.on('data', part => { seen += part.toString('latin1', 0, 4096) })
    return ask.on('end', () => {
      const refuse = new URL(ask.headers.referer ?? 'http://mock/').searchParams.get('refuse')
      if (path.endsWith('/photos')) return json(201, { id: 'photo-1', sha256: '', width: 480, height: 640, link: '/__drawn/portraits/sh-technical.jpg' })
      if (refuse && problems[refuse]) return json(problems[refuse][0], { status: problems[refuse][0], ...problems[refuse][1] })
      if (path.endsWith('/reports/files')) return refuse ? json(422, { status: 422, code: 'report.file_refused', title: '这不是 PDF 文件。请在电脑上把报告另存为 PDF，再上传。' }) : json(200, { id: 'f1', fileName: '云州三中检测报告.pdf', pages: 23, bytes: 4821033, sha256: '00' })
      const written = peopleWrites.find(([known]) => known === path)
      if (written) return json(200, written[1])
      if (path.startsWith('/api/public/labels/') && path.endsWith('/codes')) return json(200, { codeId: 'k', maskedPhone: '138 **** 2046', expiresAt: new Date().toISOString(), againAfterSeconds: 60 })
      if (path.endsWith('/mails')) return json(202, { id: 'm1', maskedAddress: 'bo***@lake.example', state: 'Waiting', reason: null, askedAt: new Date().toISOString() })
      if (path.endsWith('/codes')) return json(200, agency.codes)
      if (path.endsWith('/filing')) { filed = seen.includes('secondWay') ? 'second' : true; setTimeout(() => { filed = false }, 1200); return json(200, { number: agency.report.number, filedAt: agency.filed.filedAt }) }
      if (path.endsWith('/contact-invitation')) return json(201, agency.invitation)
      if (path.endsWith('/repair-requests')) return refuse === 'line' ? json(503, { status: 503, code: 'unexpected', title: '服务暂时没有回应，请稍后再试。' }) : json(201, { id: 'f2', state: 'Pending', facilityName: '火灾探测器', at: new Date().toISOString() })
      return json(200, { id: 'r2' })
    })
  }
  const app = ['agency', 'console'].find(a => path.startsWith(`/${a}`)) ?? 'owner'
  const home = join(dev, '../apps', app, 'dist')
  const asset = join(home, normalize(path.replace(/^\/(agency|owner|console)\//, '')))
  return path.includes('/assets/') && asset.startsWith(home) && existsSync(asset) ? file(asset) : file(join(home, 'index.html'))
}).listen(Number(process.env.MOCK_PORT ?? 5180), '127.0.0.1', () => console.log('http://127.0.0.1:5180/__frame?path=/agency/'))
