// WXML and WXS through glass-easel's own compiler. What it calls an error fails the build.
import path from 'node:path'
import { TmplGroup } from 'glass-easel-template-compiler'

// WXS has no RegExp literal and no Date: it calls these
const WXS_WORDS = 'var getRegExp=function(s,f){return new RegExp(s,f)},getDate=function(){return arguments.length?new Date(...arguments):new Date()};'

/** @returns The source of an object: template path to template. */
export function templates(pack, components, problems) {
  const group = new TmplGroup()
  const seen = new Set()
  const addScript = (file) => {
    if (seen.has(file)) return
    seen.add(file)
    const text = pack.read(file)
    for (const [, ref] of text.matchAll(/require\(['"]([^'"]+)['"]\)/g)) addScript(path.posix.join(path.posix.dirname(file), ref))
    group.addScript(file.replace(/\.wxs$/, ''), WXS_WORDS + wxsAsScript(text))
  }
  const addTemplate = (name) => {
    if (seen.has(name)) return
    seen.add(name)
    for (const said of group.addTmpl(name, wxmlForTheCompiler(pack.read(`${name}.wxml`))) ?? []) {
      if (said.isError || said.level >= 3) problems.push(`${name}.wxml:${said.startLine}:${said.startColumn} ${said.message}`)
    }
    group.getDirectDependencies(name).forEach(addTemplate)
    group.getScriptDependencies(name).forEach((file) => addScript(file.endsWith('.wxs') ? file : `${file}.wxs`))
  }
  components.forEach(addTemplate)
  return group.getTmplGenObjectGroups()
}

/** This compiler knows bind:tap, not bindtap, on plain tags; and takes inline WXS as plain script. */
export function wxmlForTheCompiler(text) {
  return text
    .replace(/(\s)(bind|catch)([a-z][\w-]*)=/g, '$1$2:$3=')
    .replace(/(<wxs\b[^>]*[^/]>)([\s\S]*?)(<\/wxs>)/g, (_, open, body, close) => open + (body.trim() ? WXS_WORDS + wxsAsScript(body) : body) + close)
}

function wxsAsScript(text) {
  return text
    .replace(/getRegExp\((['"])((?:\\.|(?!\1).)*)\1/g, (_, quote, body) => `getRegExp(String.raw\`${body}\``)
    .replace(/\.constructor\b(?!\s*\.name)/g, '.constructor.name')
    .replace(/(require\(['"][^'"]+)\.wxs(['"]\))/g, '$1$2')
}
