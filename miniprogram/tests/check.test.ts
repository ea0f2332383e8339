// The static check finds what was planted.
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { complaints } from '../tools/check.mjs'
import { ROOT, packageAt } from '../tools/folders.mjs'
import { buildForWeb } from '../tools/web.mjs'
import { built } from './phone'

let dist = ''
beforeAll(() => { dist = built().dist })

/** The package with one file changed. */
function planted(file: string, change: (text: string) => string): string {
  const copy = mkdtempSync(path.join(tmpdir(), 'mini-'))
  cpSync(dist, copy, { recursive: true })
  const at = path.join(copy, file)
  let text = ''
  try { text = readFileSync(at, 'utf8') } catch { /* a new one */ }
  writeFileSync(at, change(text))
  return copy
}

it('has nothing to say about the app', () => expect(complaints(dist)).toEqual([]))

it('types every package', () => {
  const { include } = JSON.parse(readFileSync(path.join(ROOT, 'tsconfig.json'), 'utf8')) as { include: string[] }
  expect(packageAt(dist).packages.map(({ root }: { root: string }) => root).filter((root: string) => !include.includes(root))).toEqual([])
})

it('has the pages that messages open', () => {
  const { miniprogram } = JSON.parse(readFileSync(path.join(ROOT, '..', 'config', 'wechat', 'templates.json'), 'utf8')) as { miniprogram: { page: string }[] }
  expect(miniprogram.map(({ page }) => page).filter((page) => !packageAt(dist).pages.includes(page))).toEqual([])
})

it.each([
  ['an unknown tag', 'pages/today/today.wxml', (t: string) => `${t}<t-rate/>`, '<t-rate> is neither built in nor in usingComponents'],
  ['a handler that is not there', 'pages/today/today.wxml', (t: string) => `${t}<view bind:tap="fly"/>`, 'tap calls fly'],
  ['a declared component that is not used', 'pages/today/today.json', () => '{"usingComponents":{"t-cell":"tdesign-miniprogram/cell/cell"}}', 't-cell is declared and not used'],
  ['a page that is not there', 'app.json', (t: string) => t.replace('"pages": [', '"pages": ["pages/gone/gone", '), 'pages/gone/gone.wxss is missing'],
  ['a permission that is not declared', 'app.json', (t: string) => t.replace('"requiredPrivateInfos": ["getLocation"]', '"requiredPrivateInfos": []'), 'requiredPrivateInfos lacks getLocation'],
  ['a permission without use', 'app.json', (t: string) => t.replace('["getLocation"]', '["getLocation", "chooseAddress"]'), 'names chooseAddress, which is not used'],
  ['wx called by a page', 'pages/today/today.js', (t: string) => `${t}\nwx.login()`, 'wx.login is called outside lib/'],
  ['a wx function that the stand-in lacks', 'lib/pages.js', (t: string) => `${t}\nwx.startBeaconDiscovery()`, 'wx.startBeaconDiscovery is not in web/wx.ts'],
  ['a script of another package', 'lib/pages.js', (t: string) => `${t}\nrequire("../field/features/task-list")`, 'field/features/task-list is in package field'],
  ['a component of another package', 'pages/today/today.json', () => '{"usingComponents":{"t-button":"../../field/components/x"}}', 'field/components/x is in package field'],
  ['a package to load that is not there', 'app.json', (t: string) => t.replace('"packages": ["field"]', '"packages": ["gone"]'), 'names package gone'],
  ['a subpackage that is too large', 'field/pages/tasks/more.js', () => `// ${'x'.repeat(2_100_000)}`, 'package field is'],
  ['a page of a subpackage that is not there', 'app.json', (t: string) => t.replace('"root": "field", "pages": [', '"root": "field", "pages": ["pages/gone/gone", '), 'field/pages/gone/gone.js is missing'],
  ['a package that is too large', 'pages/today/more.js', () => `// ${'x'.repeat(1_600_000)}`, 'package main is'],
  ['a picture that is too large', 'pages/today/big.png', () => 'x'.repeat(210_000), 'big.png is larger than 200 KiB'],
])('finds %s', (_, file, change, said) => {
  expect(complaints(planted(file, change)).join('\n')).toContain(said)
})

it.each([
  ['an expression that is none', 'pages/today/today.wxml', (t: string) => `${t}<view>{{ a + }}</view>`, 'today.wxml'],
  ['a component that is nowhere', 'pages/today/today.json', () => '{"usingComponents":{"t-button":"./nowhere"}}', 'component "./nowhere" not found'],
])('does not build with %s', (_, file, change, said) => {
  const copy = planted(file, change)
  expect(buildForWeb(copy, path.join(copy, 'web')).join('\n')).toContain(said)
})
