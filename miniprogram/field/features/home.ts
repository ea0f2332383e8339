// 现场工作: the entries of the profile (SCR-06, 07), kept on the phone so that the app opens without a network.
import { draft, keepDraft } from '../../lib/drafts'
import { get, Refusal } from '../../lib/http'
import { keptName } from '../../features/field'

export type EntryKey = 'ReceivePlan' | 'Supplementary' | 'Mismatch' | 'ToStart' | 'Unsubmitted' | 'Repair' | 'History' | 'WorkLog' | 'Settings'

export interface Entry { key: EntryKey; text: string; waiting: number | null }

export interface Field { groups: { name: string; entries: Entry[] }[]; checkIn: boolean; adviseSplitAbove: number; trackIntervalSeconds: number; ownerWord: string }

/** Where each entry leads. */
export const PLACES: Record<EntryKey, string> = {
  ReceivePlan: '/field/pages/plans/plans', Supplementary: '/field/pages/extra/extra?nature=Supplementary', Mismatch: '/field/pages/extra/extra?nature=Mismatch',
  ToStart: '/field/pages/tasks/tasks?of=ToStart', Unsubmitted: '/field/pages/tasks/tasks?of=Unsubmitted', Repair: '/field/pages/faults/faults',
  History: '/field/pages/tasks/tasks?of=History', WorkLog: '/field/pages/log/log', Settings: '/field/pages/ledger/ledger?settings=1',
}

export async function field(): Promise<{ home: Field | null; reached: boolean; why: string }> {
  try {
    const home = await get<Field>('/field')
    keepDraft(keptName(), home)
    return { home, reached: true, why: '' }
  } catch (e) {
    if (!(e instanceof Refusal)) throw e
    const home = draft<Field>(keptName())
    return { home, reached: !e.mayRepeat, why: home && e.mayRepeat ? '' : e.title }
  }
}

export const knownField = (): Field | null => draft<Field>(keptName())
