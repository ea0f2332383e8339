// Subpackages as WeChat keeps them: brought over the network when a page of theirs is opened first or a preloadRule says so, then kept on the
// phone over restarts. Here all code is there from the start; what is played is that a page whose package never came cannot be opened
// without a network, and that no script reaches into another package.
import { world } from './world'

const STORE = 'mini-packages'
const here = new Set<string>(JSON.parse(localStorage.getItem(STORE) ?? '[]') as string[])

/** The root of the package of a file; '' is the main one. */
export const packageOf = (file: string): string => world.packages.find((p) => file.startsWith(`${p.root}/`))?.root ?? ''

export function bring(root: string): void {
  if (!root || here.has(root)) return
  if (!navigator.onLine) throw new Error(`loadSubpackage:fail ${root}`)
  here.add(root)
  localStorage.setItem(STORE, JSON.stringify([...here]))
}

/** What the rule of this page wants at hand; without a network it waits for the next time. */
export function bringAhead(page: string): void {
  for (const name of world.app.preloadRule?.[page]?.packages ?? []) {
    if (navigator.onLine) bring(world.packages.find((p) => p.root === name || p.name === name)!.root)
  }
}

export function mustReach(wanted: string, from: string): void {
  const to = packageOf(wanted)
  if (to && to !== packageOf(from)) throw new Error(`module '${wanted}' is in package '${to}', required from '${from}'`)
}
