// Type-checks and builds every app, then hands the pages to the two servers:
// agency, owner and console to the Host's wwwroot, phone to the Sandbox's.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const web = dirname(dirname(fileURLToPath(import.meta.url)))
const homes = { agency: join(web, '../Host/wwwroot/agency'), owner: join(web, '../Host/wwwroot/owner'), console: join(web, '../Host/wwwroot/console'), phone: join(web, '../Sandbox/wwwroot') }
const wanted = process.argv.slice(2)
const apps = readdirSync(join(web, 'apps')).filter(a => existsSync(join(web, 'apps', a, 'vite.config.ts')) && (wanted.length === 0 || wanted.includes(a)))

function run(app, tool, ...args) {
  const done = spawnSync(process.execPath, [join(web, 'node_modules', tool), ...args], { cwd: join(web, 'apps', app), stdio: 'inherit' })
  if (done.status !== 0) process.exit(done.status ?? 1)
}

/** Beside each file the same as tightly as it can be packed, once: the Host sends it as it is (Startup/PackedFiles.cs). What packing hardly shortens stays alone. */
function pack(folder) {
  for (const name of existsSync(folder) ? readdirSync(folder).filter(n => /\.(js|css|svg)$/.test(n)) : []) {
    const plain = readFileSync(join(folder, name))
    for (const [end, packed] of [
      ['br', brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } })],
      ['gz', gzipSync(plain, { level: 9 })],
    ]) if (packed.length < plain.length * .9) writeFileSync(join(folder, `${name}.${end}`), packed)
  }
}

for (const app of apps) {
  run(app, 'vue-tsc/bin/vue-tsc.js', '--noEmit')
  run(app, 'vite/bin/vite.js', 'build', '--logLevel', 'warn')
  const home = homes[app]
  rmSync(home, { recursive: true, force: true })
  mkdirSync(home, { recursive: true })
  cpSync(join(web, 'apps', app, 'dist'), home, { recursive: true })
  if (app !== 'phone') pack(join(home, 'assets'))
  console.log(`${app}: built`)
}
