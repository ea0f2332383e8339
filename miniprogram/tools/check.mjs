// npm run check: what no compiler tells: files that are missing, tags nobody knows, handlers that do not exist, permissions that were not
// declared, packages that are too large, wx functions that the browser's stand-in does not have.
import path from 'node:path'
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { DIST, ROOT, packageAt } from './folders.mjs'
import { BUILT_IN } from './tags.mjs'

const LARGEST_MAIN = 1.5 * 1024 * 1024 // WeChat takes 2 MiB; the rest is kept for what a release adds in a hurry
const LARGEST_OTHER = 2 * 1024 * 1024
const LARGEST_PICTURE = 200 * 1024 // WeChat's code check

// Review refuses a package that uses one of these without declaring it, or declares one that it does not use
const PRIVATE = ['getLocation', 'getFuzzyLocation', 'chooseLocation', 'choosePoi', 'chooseAddress', 'startLocationUpdate', 'onLocationChange']
const TAGS = new Set([...BUILT_IN, 'block', 'slot', 'template', 'import', 'include', 'wxs', 'page-meta', 'navigation-bar'])

export function complaints(dist = DIST, shim = readFileSync(path.join(ROOT, 'web', 'wx.ts'), 'utf8')) {
  const pack = packageAt(dist)
  const own = pack.files().filter((file) => !file.startsWith('miniprogram_npm/'))
  return [...pageFiles(pack), ...templatesOf(pack, own), ...wxNames(pack, own, shim), ...privacy(pack, own), ...sizes(pack), ...whoCallsWx(pack, own), ...acrossPackages(pack, own)]
}

function pageFiles(pack) {
  return pack.pages.flatMap((page) => ['js', 'json', 'wxml', 'wxss'].map((ending) => `${page}.${ending}`).filter((file) => !pack.has(file)))
    .map((file) => `${file} is missing`)
}

function templatesOf(pack, own) {
  return own.filter((file) => file.endsWith('.wxml')).flatMap((file) => {
    const name = file.replace(/\.wxml$/, '')
    const using = pack.json(`${name}.json`).usingComponents ?? {}
    const code = pack.has(`${name}.js`) ? pack.read(`${name}.js`) : ''
    const text = pack.read(file).replace(/<!--[\s\S]*?-->|<wxs\b[\s\S]*?<\/wxs>/g, '')
    const tags = new Set([...text.matchAll(/<([a-z][\w-]*)/g)].map((match) => match[1]))
    const handlers = [...text.matchAll(/\b(?:capture-|mut-)?(?:bind|catch):?([a-z]+)="([A-Za-z_]\w*)"/g)]
    return [
      ...[...tags].filter((tag) => !TAGS.has(tag) && !using[tag] && !pack.app.usingComponents?.[tag]).map((tag) => `${file}: <${tag}> is neither built in nor in usingComponents`),
      ...Object.keys(using).filter((tag) => !tags.has(tag)).map((tag) => `${name}.json: ${tag} is declared and not used`),
      ...handlers.filter(([, , handler]) => !new RegExp(`\\b${handler}\\s*[(:]`).test(code)).map(([, event, handler]) => `${file}: ${event} calls ${handler}, which ${name}.js does not have`),
    ]
  })
}

/** The compiler checks the names against WeChat's typings; here against the stand-in, so that a test never meets an unknown one. */
function wxNames(pack, own, shim) {
  return calledOf(pack, own).filter(([name]) => !new RegExp(`^\\s+${name}\\b`, 'm').test(shim)).map(([name, file]) => `${file}: wx.${name} is not in web/wx.ts`)
}

function calledOf(pack, own) {
  return own.filter((file) => file.endsWith('.js')).flatMap((file) => [...pack.read(file).matchAll(/\bwx\.([a-zA-Z]+)/g)].map((match) => [match[1], file]))
}

function privacy(pack, own) {
  const called = new Set(calledOf(pack, own).map(([name]) => name))
  const declared = pack.app.requiredPrivateInfos ?? []
  const wrong = [
    ...PRIVATE.filter((name) => called.has(name) && !declared.includes(name)).map((name) => `app.json: requiredPrivateInfos lacks ${name}`),
    ...declared.filter((name) => !called.has(name)).map((name) => `app.json: requiredPrivateInfos names ${name}, which is not used`),
  ]
  if (called.has('getLocation') && !pack.app.permission?.['scope.userLocation']?.desc) wrong.push('app.json: permission lacks scope.userLocation')
  return wrong
}

function sizes(pack) {
  const sums = new Map()
  for (const file of pack.files()) {
    const root = pack.packageOf(file) || 'main'
    sums.set(root, (sums.get(root) ?? 0) + pack.size(file))
  }
  return [
    ...[...sums].filter(([root, size]) => size > (root === 'main' ? LARGEST_MAIN : LARGEST_OTHER)).map(([root, size]) => `package ${root} is ${(size / 1048576).toFixed(2)} MiB`),
    ...pack.files().filter((file) => /\.(png|jpe?g)$/.test(file) && pack.size(file) > LARGEST_PICTURE).map((file) => `${file} is larger than 200 KiB`),
  ]
}

/** lib/ alone speaks to WeChat; a page or feature that does it on its own cannot be tested by itself. */
function whoCallsWx(pack, own) {
  return calledOf(pack, own).filter(([, file]) => !file.startsWith('lib/')).map(([name, file]) => `${file}: wx.${name} is called outside lib/`)
}

/** A subpackage may lean on the main package and on itself, the main one on none: another's files need not be on the phone yet. */
function acrossPackages(pack, own) {
  const said = []
  for (const file of own) {
    const from = pack.packageOf(file)
    for (const wanted of refsOf(pack, file)) {
      const to = pack.packageOf(wanted)
      if (to && to !== from) said.push(`${file}: ${wanted} is in package ${to}, which may not be there`)
    }
  }
  const preloaded = Object.entries(pack.app.preloadRule ?? {})
  return [
    ...said,
    ...preloaded.filter(([page]) => !pack.pages.includes(page)).map(([page]) => `app.json: preloadRule names page ${page}, which is not there`),
    ...preloaded.flatMap(([, rule]) => rule.packages).filter((name) => !pack.packages.some((p) => name === p.root || name === p.name)).map((name) => `app.json: preloadRule names package ${name}, which is not there`),
    ...pack.packages.filter((p, i) => pack.packages.some((q, j) => i !== j && `${q.root}/`.startsWith(`${p.root}/`))).map((p) => `app.json: package ${p.root} holds another one`),
  ]
}

/** What a file asks for by a path: scripts, sheets, templates, components. */
function refsOf(pack, file) {
  const [text, folder] = [pack.read(file), path.posix.dirname(file)]
  const found = (pattern) => [...text.matchAll(pattern)].map((match) => match[1])
  const refs = file.endsWith('.js') ? found(/require\(["']([^"']+)["']\)/g)
    : file.endsWith('.wxss') ? found(/@import\s+["']([^"']+)["']/g)
      : file.endsWith('.wxml') ? found(/<(?:import|include|wxs)[^>]*\bsrc="([^"]+)"/g)
        : file.endsWith('.json') && file !== 'app.json' ? Object.values(JSON.parse(text).usingComponents ?? {}) : []
  return refs.filter((ref) => /^[./]/.test(ref)).map((ref) => (ref.startsWith('/') ? ref.slice(1) : path.posix.join(folder, ref)))
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const wrong = complaints()
  if (wrong.length) {
    console.error(wrong.join('\n'))
    process.exit(1)
  }
}
