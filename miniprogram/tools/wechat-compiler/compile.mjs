// npm run official: WeChat's own compiler over dist/app, without a network, an appid or a key. Optional: it weighs 280 MB and is no part of scripts/test.
// `attr` takes the place of what the compiler would ask WeChat's server; found in its code, not documented, hence the pinned version.
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import ci from 'miniprogram-ci'

const app = path.resolve(import.meta.dirname, '../../dist/app')
if (!fs.existsSync(path.join(app, 'app.json'))) throw new Error('There is no dist/app yet: npm run build')

// The compiler wants project.config.json beside the app and writes its result into a file.
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'official-'))
fs.cpSync(app, path.join(work, 'app'), { recursive: true })
const config = JSON.parse(fs.readFileSync(path.resolve(app, '../../project.config.json'), 'utf8'))
fs.writeFileSync(path.join(work, 'project.config.json'), JSON.stringify({ ...config, miniprogramRoot: 'app/' }))

const say = console.log
console.log = () => {} // its chatter; what it refuses it throws
console.error = () => {} // it asks WeChat for one list, in vain, and goes on
const finish = (code, words) => {
  fs.rmSync(work, { recursive: true, force: true })
  say(words)
  process.exit(code) // its worker processes would keep ours alive
}

try {
  const project = new ci.Project({
    appid: 'wx0000000000000000', type: 'miniProgram', projectPath: work, privateKey: 'none', attr: async () => ci.DefaultProjectAttr,
  })
  const described = await ci.getAppJSON(project)
  const out = path.join(work, 'out.zip')
  // As for an upload: without them WXML that closes wrongly passes.
  const setting = { es6: true, es7: true, minify: true }
  await ci.getCompiledResult({ project, version: '0', desc: '', setting, onProgressUpdate() {} }, out)
  const pages = described.pages.length + (described.subPackages ?? described.subpackages ?? []).reduce((sum, part) => sum + part.pages.length, 0)
  finish(0, `WeChat's compiler took ${pages} pages: ${Math.round(fs.statSync(out).size / 1024)} KB compressed`)
} catch (error) {
  finish(1, error?.message ?? error)
}
