/** What people call the facilities, and a drawing of each; a class that nobody but an engineer can name keeps the catalogue's word. */
const light = '#B9D4DA', dark = '#0F5A6B', red = '#C9503F'
const drawings = {
  smoke: `<path d="M10 18h36" stroke="${light}" stroke-width="4" stroke-linecap="round"/><path d="M15 20h26l-3 9a4 4 0 0 1-4 3H22a4 4 0 0 1-4-3z" fill="${dark}"/><circle cx="28" cy="26" r="2.6" fill="#F2A08F"/><path d="M20 48c-2-4 3-5 1-10M28 48c-2-4 3-5 1-10M36 48c-2-4 3-5 1-10" stroke="${light}" stroke-width="3" fill="none" stroke-linecap="round"/>`,
  exit: '<rect x="6" y="15" width="44" height="26" rx="4" fill="#2F7F56"/><path d="M34 28H22M27 22l-6 6 6 6" stroke="#fff" stroke-width="3.5" fill="none" stroke-linecap="round" stroke-linejoin="round"/><circle cx="41" cy="28" r="2.5" fill="#fff"/>',
  hydrant: `<rect x="11" y="9" width="34" height="40" rx="4" fill="${red}"/><rect x="16" y="16" width="24" height="28" rx="2" fill="#fff" opacity=".92"/><circle cx="27" cy="31" r="8" fill="none" stroke="${dark}" stroke-width="4"/><path d="M35 31v9" stroke="${dark}" stroke-width="3.5" stroke-linecap="round"/>`,
  extinguisher: `<rect x="20" y="20" width="18" height="30" rx="7" fill="${red}"/><path d="M25 20v-5h8v5M22 12h13M33 15c6 0 9 3 9 9v4" stroke="${dark}" stroke-width="3" fill="none" stroke-linecap="round"/><rect x="24" y="30" width="10" height="9" rx="2" fill="#fff" opacity=".9"/>`,
  sprinkler: `<path d="M8 14h40" stroke="${red}" stroke-width="7" stroke-linecap="round"/><path d="M28 16v8M22 24h12l-3 6h-6z" fill="${dark}" stroke="${dark}" stroke-width="3" stroke-linejoin="round"/><path d="M20 34 13 46M28 35v13M36 34l7 12" stroke="${light}" stroke-width="3.5" stroke-linecap="round" stroke-dasharray="4 5"/>`,
  door: `<rect x="12" y="8" width="32" height="42" rx="3" fill="${light}"/><path d="M17 12l17 4v34l-17-3z" fill="${dark}"/><circle cx="30" cy="32" r="2.2" fill="#fff"/><path d="M39 14v32" stroke="#fff" stroke-width="2"/>`,
  button: `<rect x="12" y="12" width="32" height="32" rx="6" fill="${red}"/><rect x="18" y="18" width="20" height="20" rx="4" fill="#fff"/><circle cx="28" cy="28" r="5.5" fill="${dark}"/>`,
  panel: `<rect x="12" y="7" width="32" height="42" rx="3" fill="${light}"/><rect x="17" y="13" width="22" height="12" rx="2" fill="${dark}"/><path d="M20 17h9M20 21h13" stroke="#7FE0B0" stroke-width="2"/><circle cx="20" cy="33" r="2.2" fill="${red}"/><circle cx="28" cy="33" r="2.2" fill="${dark}"/><circle cx="36" cy="33" r="2.2" fill="${dark}"/><path d="M18 42h20" stroke="#fff" stroke-width="3" stroke-linecap="round"/>`,
  pump: `<circle cx="24" cy="31" r="13" fill="${dark}"/><circle cx="24" cy="31" r="5" fill="#fff"/><path d="M36 24h12M24 18V8h12" stroke="${light}" stroke-width="6" fill="none" stroke-linecap="round" stroke-linejoin="round"/><path d="M10 48h30" stroke="${red}" stroke-width="4" stroke-linecap="round"/>`,
  lamp: `<rect x="9" y="22" width="38" height="14" rx="4" fill="${dark}"/><circle cx="18" cy="29" r="5" fill="#F5D58A"/><circle cx="38" cy="29" r="5" fill="#F5D58A"/><path d="M18 42v6M38 42v6M28 42v4" stroke="${light}" stroke-width="3.5" stroke-linecap="round"/>`,
  fan: `<circle cx="28" cy="28" r="19" fill="${light}"/><path d="M28 28c-2-9 2-14 7-13 3 4 0 10-7 13zm0 0c9-2 14 2 13 7-4 3-10 0-13-7zm0 0c2 9-2 14-7 13-3-4 0-10 7-13zm0 0c-9 2-14-2-13-7 4-3 10 0 13 7z" fill="${dark}"/><circle cx="28" cy="28" r="3" fill="#fff"/>`,
  horn: `<path d="M12 23h9l14-9v28l-14-9h-9z" fill="${red}"/><path d="M41 21c4 4 4 10 0 14M46 16c7 7 7 17 0 24" stroke="${light}" stroke-width="3.5" fill="none" stroke-linecap="round"/>`,
  other: `<path d="M28 9l17 6v13c0 11-7 17-17 20-10-3-17-9-17-20V15z" fill="${light}"/><path d="M20 28l6 6 11-12" stroke="${dark}" stroke-width="4" fill="none" stroke-linecap="round" stroke-linejoin="round"/>`,
  unsure: `<circle cx="28" cy="28" r="18" fill="${light}"/><path d="M22.5 23.5c0-7 11-7 11 0 0 4-5.5 4-5.5 9" stroke="${dark}" stroke-width="3.6" fill="none" stroke-linecap="round"/><circle cx="28" cy="38.5" r="2.4" fill="${dark}"/>`,
} as const

/** Those that stand where everybody walks come first, in this order, by the names everybody uses. */
const common: [RegExp, keyof typeof drawings, string][] = [
  [/^火灾探测器/, 'smoke', '烟感报警器'], [/标志灯/, 'exit', '出口指示灯'], [/^室内消火栓/, 'hydrant', '消火栓'], [/^手提式灭火器/, 'extinguisher', '灭火器'],
  [/^喷头/, 'sprinkler', '喷淋头'], [/^常闭式防火门/, 'door', '防火门'], [/^手动报警按钮/, 'button', '报警按钮'], [/应急照明灯/, 'lamp', '应急灯'],
]
const others: [RegExp, keyof typeof drawings][] = [
  [/探测/, 'smoke'], [/消火栓|卷盘|消防炮/, 'hydrant'], [/灭火/, 'extinguisher'], [/防火门|防火窗|卷帘/, 'door'], [/按钮/, 'button'], [/照明|灯/, 'lamp'], [/水泵|泵|水池|水箱|气压/, 'pump'],
  [/声光|广播|扬声|电话/, 'horn'], [/控制|配电|显示|监控|模块|电源/, 'panel'], [/喷|水流|末端|报警阀|信号阀/, 'sprinkler'], [/风|排烟/, 'fan'],
]

export interface Facility { classCode: string; name: string; drawing: string; rank: number }

export function facility(classCode: string, name: string): Facility {
  const known = common.findIndex(([of]) => of.test(name))
  if (known >= 0) return { classCode, name: common[known]![2], drawing: drawings[common[known]![1]], rank: known }
  return { classCode, name, drawing: drawings[others.find(([of]) => of.test(name))?.[1] ?? 'other'], rank: common.length }
}
export const unsure: Facility = { classCode: 'unsure', name: '说不清', drawing: drawings.unsure, rank: 99 }
