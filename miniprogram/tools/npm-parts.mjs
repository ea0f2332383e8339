// Takes over from a component package only what the app reaches: WeChat counts every byte of the package, used or not.
import fs from 'node:fs'
import path from 'node:path'
import { transformSync } from 'esbuild'
import { ROOT, isFile, walk, write } from './folders.mjs'

const PACKAGES = ['tdesign-miniprogram']

/** Copies the reachable files of the packages into miniprogram_npm, as WeChat's own tool does. */
export function takeNpmParts(out) {
  for (const name of PACKAGES) {
    const part = new Part(name, out)
    for (const file of walk(out)) {
      for (const [, wanted] of fs.readFileSync(file, 'utf8').matchAll(new RegExp(`["'(]${name}/([\\w/-]+)["')]`, 'g'))) part.takeModule(wanted)
    }
  }
}

class Part {
  #taken = new Set()

  constructor(name, out) {
    this.from = path.join(ROOT, 'node_modules', name, 'miniprogram_dist')
    this.to = path.join(out, 'miniprogram_npm', name)
  }

  /** A component (its four files) or a script, named without an ending. */
  takeModule(name) {
    const base = path.join(this.from, name)
    for (const ending of ['.json', '.wxml', '.wxss']) this.#take(base + ending)
    this.#take(this.#scriptOf(base))
  }

  #scriptOf(base) {
    return [base, `${base}.js`, `${base}/index.js`].find(isFile)
  }

  #take(file) {
    if (!file || !isFile(file) || this.#taken.has(file)) return
    this.#taken.add(file)
    const text = fs.readFileSync(file, 'utf8')
    const target = path.join(this.to, path.relative(this.from, file))
    write(target, file.endsWith('.js') ? transformSync(text, { loader: 'js', format: 'cjs', target: 'es2018', minify: true }).code : text)
    this.#follow(file, text)
  }

  #follow(file, text) {
    const beside = (ref) => path.resolve(path.dirname(file), ref)
    const all = (pattern) => [...text.matchAll(pattern)].map((match) => match[1])
    switch (path.extname(file)) {
      case '.json':
        Object.values(JSON.parse(text).usingComponents ?? {}).forEach((ref) => this.takeModule(path.relative(this.from, beside(ref))))
        break
      case '.wxml': all(/\bsrc="([^"{]+\.(?:wxml|wxs))"/g).forEach((ref) => this.#take(beside(ref))); break
      case '.wxs': all(/require\(['"]([^'"]+)['"]\)/g).forEach((ref) => this.#take(beside(ref))); break
      case '.wxss': all(/@import\s+['"]([^'"]+)['"]/g).forEach((ref) => this.#take(beside(ref))); break
      case '.js':
        // a bare name means the copies that the package carries in its own miniprogram_npm
        for (const ref of all(/(?:from|import|require\()\s*['"]([^'"]+)['"]/g)) {
          if (ref.startsWith('.')) this.#take(this.#scriptOf(beside(ref)))
          else this.takeModule(path.join('miniprogram_npm', ref))
        }
    }
  }
}
