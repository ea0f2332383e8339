// npm run build: dist/app for WeChat, dist/web for Chromium.
import { buildForWeChat } from './wechat.mjs'
import { buildForWeb } from './web.mjs'

buildForWeChat()
const problems = buildForWeb()
if (problems.length) {
  console.error(problems.join('\n'))
  process.exit(1)
}
