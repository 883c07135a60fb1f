import type { ConfigSection, ConfigView } from '#contract'
import { type Clash, isSame, merge, valueAt, withValueAt } from './merge.ts'

/** Values of sections. */
export type Sections = Readonly<Partial<Record<ConfigSection, unknown>>>

/** What has been changed on the pages and not yet saved. */
export interface Pending {
  readonly drafts: Sections
  /** What held when each draft was begun: what is another now was changed by somebody else. */
  readonly bases: Sections
  /** Where somebody else has changed the same meanwhile, by the way from the section on; mine stands until it is decided. */
  readonly clashes: readonly Clash[]
}

/** Nothing is changed. */
export const nothingPending: Pending = { drafts: {}, bases: {}, clashes: [] }

/** A section as it holds; flows are their texts. */
export function savedValue(config: ConfigView | undefined, section: ConfigSection): unknown {
  if (section !== 'flows') return config?.sections[section]
  return config?.flows.map(({ path, text }) => ({ path, text }))
}

/** A section drafted anew; what is as it holds is no draft. */
export function changed(
  { drafts, bases, clashes }: Pending,
  section: ConfigSection,
  { value, saved }: { readonly value: unknown; readonly saved: unknown },
): Pending {
  const base = section in drafts ? bases[section] : saved
  if (!isSame(value, saved)) {
    return {
      drafts: { ...drafts, [section]: value },
      bases: { ...bases, [section]: base },
      clashes,
    }
  }
  const { [section]: _draft, ...otherDrafts } = drafts
  const { [section]: _base, ...otherBases } = bases
  const others = clashes.filter(({ at }) => at[0] !== section)
  return { drafts: otherDrafts, bases: otherBases, clashes: others }
}

/** The drafts on top of the document that holds now: nobody's change is undone by being drafted around. */
export function rebased(pending: Pending, config: ConfigView): Pending {
  const drafted = draftedIn(pending)
  const start: Pending = { ...pending, clashes: [] }
  return drafted.reduce((before, section) => {
    const saved = savedValue(config, section)
    const sides = { base: pending.bases[section], mine: pending.drafts[section], theirs: saved }
    const { value, clashes } = merge(sides, [section])
    const open = pending.clashes.filter(
      clash =>
        clash.at[0] === section &&
        isSame(valueAt(saved, clash.at.slice(1)), clash.theirs) &&
        !clashes.some(({ at }) => isSame(at, clash.at)),
    )
    const onTop = {
      ...before,
      bases: { ...before.bases, [section]: saved },
      clashes: [...before.clashes, ...open, ...clashes],
    }
    return changed(onTop, section, { value, saved })
  }, start)
}

/** A clash is decided: what I have drafted, or what somebody else has saved. */
export function decided(
  pending: Pending,
  { clash, side, config }: Decision & { readonly config: ConfigView | undefined },
): Pending {
  const left = { ...pending, clashes: pending.clashes.filter(one => one !== clash) }
  const section = draftedIn(pending).find(name => name === clash.at[0])
  if (side === 'mine' || section === undefined) return left
  const value = withValueAt(pending.drafts[section], clash.at.slice(1), clash.theirs)
  return changed(left, section, { value, saved: savedValue(config, section) })
}

/** Whose of two values holds. */
export interface Decision {
  readonly clash: Clash
  readonly side: 'mine' | 'theirs'
}

/** What was left on the shelf, where it can be read. */
export function readPending(kept: unknown): Pending {
  return isPending(kept) ? kept : nothingPending
}

function draftedIn({ drafts }: Pending): readonly ConfigSection[] {
  // The keys of drafts are sections: nothing else is ever put there.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets the type of its keys.
  return Object.keys(drafts) as ConfigSection[]
}

function isPending(kept: unknown): kept is Pending {
  return (
    typeof kept === 'object' &&
    kept !== null &&
    ['drafts', 'bases'].every(key => isObject(Reflect.get(kept, key))) &&
    Array.isArray(Reflect.get(kept, 'clashes'))
  )
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
