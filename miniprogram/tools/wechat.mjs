// The sources as WeChat takes them: one CommonJS .js for each .ts (never bundled: WeChat itself puts the files together), the rest as it is.
import fs from 'node:fs'
import path from 'node:path'
import { transformSync } from 'esbuild'
import { DIST, ROOT, isFile, partsOf, walk, write } from './folders.mjs'
import { iconSheet } from './icons.mjs'
import { takeNpmParts } from './npm-parts.mjs'

export function buildForWeChat(source = ROOT, out = DIST) {
  fs.rmSync(out, { recursive: true, force: true })
  for (const part of partsOf(source)) {
    const from = path.join(source, part)
    if (!fs.existsSync(from)) continue
    for (const file of isFile(from) ? [from] : walk(from)) place(file, path.join(out, path.relative(source, file)))
  }

  takeNpmParts(out)
  const icons = iconSheet(path.join(ROOT, 'icons'))
  write(path.join(out, 'styles', 'icons.wxss'), icons)
  const theirs = path.join(out, 'miniprogram_npm', 'tdesign-miniprogram', 'icon', 'icon.wxss')
  if (isFile(theirs)) write(theirs, icons)
  return out
}

function place(file, target) {
  if (file.endsWith('.d.ts')) return
  const text = fs.readFileSync(file, 'utf8')
  if (!file.endsWith('.ts')) return write(target, text)
  write(target.replace(/\.ts$/, '.js'), transformSync(text, {
    loader: 'ts', format: 'cjs', target: 'es2018', sourcefile: file, define: { __SERVER__: JSON.stringify(process.env.Public__Base ?? 'https://wechatservice.example') },
  }).code)
}
