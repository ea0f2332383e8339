// The built package as one page that really runs in a browser, on WeChat's own component framework. For tests and looking only.
import fs from 'node:fs'
import path from 'node:path'
import { buildSync } from 'esbuild'
import { DIST, ROOT, WEB, packageAt, write } from './folders.mjs'
import { sheet } from './styles.mjs'
import { templates } from './templates.mjs'

/** @returns What does not fit together; empty when all does. */
export function buildForWeb(dist = DIST, out = WEB) {
  const pack = packageAt(dist)
  const problems = []
  const components = reached(pack, problems)
  const world = { app: pack.app, pages: pack.pages, packages: pack.packages.map((p) => ({ root: p.root, name: p.name })), order: [...components.keys()], json: {}, css: { app: sheet(pack, 'app.wxss', {}, problems) }, scope: {} }
  for (const [index, name] of world.order.entries()) {
    const { config, isPage } = components.get(name)
    // isolated unless the component or page says otherwise in its JSON, as in WeChat
    const isolation = config.styleIsolation
    const scoped = isolation ? !/shared$/.test(isolation) || /apply-shared$/.test(isolation) : !isPage
    world.scope[name] = scoped ? `s${index.toString(36)}` : undefined
    world.json[name] = { ...config, component: !isPage }
    world.css[name] = sheet(pack, `${name}.wxss`, { scope: world.scope[name], page: isPage ? name : undefined }, problems)
  }

  const compiled = problems.length ? '{}' : templates(pack, world.order, problems)
  const scripts = pack.files().filter((file) => file.endsWith('.js')).map((file) =>
    `${JSON.stringify(file.replace(/\.js$/, ''))}:function(module,exports,require,App,Page,Component,Behavior){${pack.read(file)}\n}`)
  write(path.join(out, 'app.js'),
    `window.__world=${JSON.stringify(world)};\nwindow.__world.templates=${compiled};\nwindow.__world.scripts={${scripts.join(',\n')}};\n`)
  write(path.join(out, 'runtime.js'), runtime())
  write(path.join(out, 'index.html'), page())
  return problems
}

/** The pages and every component they reach, deepest first. */
function reached(pack, problems) {
  const found = new Map()
  const begun = new Set()
  const visit = (name, isPage) => {
    if (begun.has(name)) return
    begun.add(name)
    if (!pack.has(`${name}.js`) || !pack.has(`${name}.wxml`)) return problems.push(`${name}: .js or .wxml is missing`)
    const config = pack.json(`${name}.json`)
    const using = {}
    for (const [tag, ref] of Object.entries({ ...(isPage ? pack.app.usingComponents : {}), ...config.usingComponents })) {
      const component = find(pack, ref, name)
      if (!component) problems.push(`${name}.json: component "${ref}" not found`)
      else { using[tag] = `/${component}`; visit(component, false) }
    }
    found.set(name, { config: { ...config, usingComponents: using }, isPage })
  }
  pack.pages.forEach((name) => visit(name, true))
  return found
}

function find(pack, ref, from) {
  const places = ref.startsWith('/') ? [ref.slice(1)] : [path.posix.join(path.posix.dirname(from), ref), `miniprogram_npm/${ref}`]
  return places.flatMap((place) => [place, `${place}/index`]).map(path.posix.normalize).find((name) => pack.has(`${name}.json`) && pack.has(`${name}.js`))
}

export function runtime() {
  return buildSync({
    entryPoints: [path.join(ROOT, 'web', 'main.ts')], bundle: true, write: false, format: 'iife', target: 'chrome110',
    define: { 'process.env.NODE_ENV': '"development"' },
  }).outputFiles[0].text
}

function page() {
  const styles = fs.readFileSync(path.join(ROOT, 'web', 'base.css'), 'utf8')
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title></title>
<style>${styles}</style><body><script src="app.js"></script><script src="runtime.js"></script></body></html>`
}
