// Where things stand, and how the tools walk through them.
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')

/** What WeChat gets, and the same for Chromium. */
export const DIST = path.join(ROOT, 'dist', 'app')
export const WEB = path.join(ROOT, 'dist', 'web')

const MAIN = ['app.json', 'app.ts', 'app.wxss', 'sitemap.json', 'pages', 'features', 'components', 'lib', 'styles']

/** What of a folder belongs to the app: the main package and the subpackages that app.json names; the rest are tools and tests. */
export function partsOf(folder) {
  return [...MAIN, ...packagesOf(JSON.parse(fs.readFileSync(path.join(folder, 'app.json'), 'utf8'))).map((p) => p.root)]
}

/** Subpackages: WeChat brings one when the first of its pages is opened, or beforehand by preloadRule. */
function packagesOf(app) {
  return (app.subPackages ?? app.subpackages ?? []).map((p) => ({ ...p, root: p.root.replace(/^\/|\/$/g, '') }))
}

export function walk(folder) {
  return fs.readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? walk(path.join(folder, entry.name)) : [path.join(folder, entry.name)]))
}

export function isFile(file) {
  return fs.existsSync(file) && fs.statSync(file).isFile()
}

export function write(file, text) {
  fs.mkdirSync(path.dirname(file), { recursive: true })
  fs.writeFileSync(file, text)
}

/** A package folder as the tools ask for it: by paths relative to its root, with forward slashes. */
export function packageAt(folder) {
  const at = (name) => path.join(folder, name)
  const app = JSON.parse(fs.readFileSync(at('app.json'), 'utf8'))
  const packages = packagesOf(app)
  return {
    folder, app, packages,
    pages: [...app.pages, ...packages.flatMap((p) => p.pages.map((page) => `${p.root}/${page}`))],
    /** The root of the package that a file is in; '' is the main one. */
    packageOf: (name) => packages.find((p) => name.startsWith(`${p.root}/`))?.root ?? '',
    files: () => walk(folder).map((file) => path.relative(folder, file).split(path.sep).join('/')),
    has: (name) => isFile(at(name)),
    read: (name) => fs.readFileSync(at(name), 'utf8'),
    size: (name) => fs.statSync(at(name)).size,
    json: (name) => (isFile(at(name)) ? JSON.parse(fs.readFileSync(at(name), 'utf8')) : {}),
  }
}
