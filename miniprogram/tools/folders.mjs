// Where things stand, and how the tools walk through them.
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')

/** What WeChat gets, and the same for Chromium. */
export const DIST = path.join(ROOT, 'dist', 'app')
export const WEB = path.join(ROOT, 'dist', 'web')

/** What of this folder belongs to the app; the rest are tools and tests. */
export const PARTS = ['app.json', 'app.ts', 'app.wxss', 'sitemap.json', 'pages', 'features', 'components', 'lib', 'styles']

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
  const packages = app.subPackages ?? app.subpackages ?? []
  return {
    folder, app, packages,
    pages: [...app.pages, ...packages.flatMap((p) => p.pages.map((page) => `${p.root.replace(/\/$/, '')}/${page}`))],
    files: () => walk(folder).map((file) => path.relative(folder, file).split(path.sep).join('/')),
    has: (name) => isFile(at(name)),
    read: (name) => fs.readFileSync(at(name), 'utf8'),
    size: (name) => fs.statSync(at(name)).size,
    json: (name) => (isFile(at(name)) ? JSON.parse(fs.readFileSync(at(name), 'utf8')) : {}),
  }
}
