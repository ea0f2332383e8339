// Icons as CSS masks: no font, no picture files, nothing fetched at run time (TDesign's own sheet loads a font from its maker's server,
// which a plant room does not reach). Each file of icons/ is one icon of 24 by 24, drawn in black; the mask takes the colour of the text.
import fs from 'node:fs'
import path from 'node:path'

const BASE = `.t-icon{display:inline-block;}
.t-icon-base,.icon{display:inline-block;width:1em;height:1em;line-height:1;}
.t-icon-base:before,.icon:before{content:"";display:block;width:1em;height:1em;background:currentColor;-webkit-mask:center/contain no-repeat;mask:center/contain no-repeat;}`

export function iconSheet(folder) {
  const rules = fs.readdirSync(folder).filter((name) => name.endsWith('.svg')).sort().map((name) => {
    const icon = name.replace('.svg', '')
    const drawn = `url("data:image/svg+xml,${encodeForCss(fs.readFileSync(path.join(folder, name), 'utf8'))}")`
    return `.t-icon-${icon}:before,.icon-${icon}:before{-webkit-mask-image:${drawn};mask-image:${drawn};}`
  })
  return [BASE, ...rules].join('\n')
}

function encodeForCss(svg) {
  return svg.trim().replace(/\s+/g, ' ').replace(/"/g, "'").replace(/[#<>%]/g, (sign) => encodeURIComponent(sign))
}
