// WXSS as a browser understands it: imports put in place, rpx as a share of the width, sheets kept to their page or component.
import path from 'node:path'
import postcss from 'postcss'
import parseSelectors from 'postcss-selector-parser'
import { BUILT_IN } from './tags.mjs'

export function rpx(value) {
  return value.replace(/(-?\d*\.?\d+)rpx\b/g, 'calc($1 * var(--rpx))')
}

/**
 * @param pack The built package.
 * @param file A .wxss of it; a missing one is empty.
 * @param kept `scope` for a component (its classes get the prefix that glass-easel writes), `page` for a page.
 */
export function sheet(pack, file, { scope, page } = {}, problems = []) {
  if (!pack.has(file)) return ''
  const root = withImports(pack, file, problems)
  root.walkDecls((rule) => { rule.value = rpx(rule.value) })
  root.walkRules((rule) => {
    if (rule.parent?.type === 'atrule' && /keyframes$/.test(rule.parent.name)) return
    rule.selector = parseSelectors((selectors) => selectors.each((selector) => keepTo(selector, scope, page))).processSync(rule.selector)
  })
  return root.toString()
}

function withImports(pack, file, problems, within = []) {
  const root = postcss.parse(pack.read(file), { from: file })
  root.walkAtRules('import', (rule) => {
    const ref = rule.params.replace(/^url\(|\)$/g, '').replace(/['"]/g, '')
    const wanted = path.posix.normalize(ref.startsWith('/') ? ref.slice(1) : path.posix.join(path.posix.dirname(file), ref))
    if (!pack.has(wanted)) problems.push(`${file}: import "${ref}" not found`)
    rule.replaceWith(pack.has(wanted) && !within.includes(wanted) ? withImports(pack, wanted, problems, [...within, file]).nodes : [])
  })
  return root
}

function keepTo(selector, scope, page) {
  let namesPage = false
  selector.walk((node) => {
    if (node.type === 'class' && scope) node.value = `${scope}--${node.value}`
    if (node.type === 'pseudo' && node.value === ':host') {
      node.replaceWith(parseSelectors.attribute({ attribute: 'wx-host', operator: '=', value: scope ?? '', quoteMark: '"', raws: {} }))
    }
    if (node.type === 'tag' && BUILT_IN.includes(node.value)) node.value = `wx-${node.value}`
    if (node.type === 'tag' && node.value === 'page') {
      node.value = page ? `mp-page[is="${page}"]` : 'mp-page'
      namesPage = true
    }
  })
  if (!page || namesPage) return
  // Each WeChat page is a document of its own. :where() weighs nothing, so the cascade stays as in WeChat
  const here = parseSelectors.pseudo({ value: `:where(mp-page[is="${page}"])` })
  selector.prepend(parseSelectors.selector({ nodes: [here, parseSelectors.combinator({ value: ' ' })] }))
}
