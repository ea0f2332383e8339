// Type-checks every app without building it.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const web = dirname(dirname(fileURLToPath(import.meta.url)))
let failed = 0
for (const app of readdirSync(join(web, 'apps')).filter(a => existsSync(join(web, 'apps', a, 'tsconfig.json')))) {
  failed += spawnSync(process.execPath, [join(web, 'node_modules/vue-tsc/bin/vue-tsc.js'), '--noEmit'], { cwd: join(web, 'apps', app), stdio: 'inherit' }).status ? 1 : 0
}
process.exit(failed)
