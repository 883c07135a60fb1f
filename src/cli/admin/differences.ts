import { isDeepStrictEqual } from 'node:util'
import { stringify } from 'yaml'
import type { DifferenceView } from '#contract'
import type { TenantTexts } from './document.ts'
import { dataOf, flowTextsOf, mainOf, sectionOf } from './document.ts'
import { idOf, isRecord } from './edit-yaml.ts'
import { lineDifference } from './line-difference.ts'

type Data = Readonly<Record<string, unknown>>

/**
 * What is different between two documents: entry by entry and key by key where the difference is in
 * values, line by line in flows. Two documents without a difference are the same letter for letter.
 */
export function differences(before: TenantTexts, after: TenantTexts): readonly DifferenceView[] {
  const [old, now] = [mainOf(before), mainOf(after)]
  const [oldData, nowData] = [dataOf(old.text), dataOf(now.text)]
  const inData = dataDifferences(oldData, nowData)
  const inWriting =
    inData.length === 0 && old.text !== now.text
      ? [textDifference({ section: 'tenant', item: now.path }, old.text, now.text)]
      : []
  return [...inData, ...inWriting, ...flowDifferences(before, after)]
}

function dataDifferences(before: Data, after: Data): readonly DifferenceView[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...keys].flatMap(key => {
    const [old, now] = [before[key], after[key]]
    if (isDeepStrictEqual(old, now)) return []
    const section = sectionOf(key)
    if (isNamedList(old) && isNamedList(now)) return entryDifferences(section, old, now)
    return [valueDifference({ section, item: '', key }, old, now)]
  })
}

/** A list whose every entry has a name, or that is not there. */
function isNamedList(value: unknown): value is readonly Data[] | undefined {
  return (
    value === undefined || (Array.isArray(value) && value.every(entry => idOf(entry) !== undefined))
  )
}

function entryDifferences(
  section: DifferenceView['section'],
  before: readonly Data[] = [],
  after: readonly Data[] = [],
): readonly DifferenceView[] {
  const byId = (list: readonly Data[]): ReadonlyMap<string, Data> =>
    new Map(list.map(entry => [idOf(entry) ?? '', entry]))
  const [old, now] = [byId(before), byId(after)]
  const ids = [...new Set([...old.keys(), ...now.keys()])]
  const entries = ids.flatMap((item): readonly DifferenceView[] => {
    const [was, is] = [old.get(item), now.get(item)]
    if (was === undefined || is === undefined) {
      return [valueDifference({ section, item, key: '' }, was, is)]
    }
    const keys = new Set([...Object.keys(was), ...Object.keys(is)])
    return [...keys].flatMap(key =>
      isDeepStrictEqual(was[key], is[key])
        ? []
        : [valueDifference({ section, item, key }, was[key], is[key])],
    )
  })
  if (entries.length > 0) return entries
  // Only the order is another; it decides who is listed first.
  return [valueDifference({ section, item: '', key: 'order' }, [...old.keys()], [...now.keys()])]
}

function flowDifferences(before: TenantTexts, after: TenantTexts): readonly DifferenceView[] {
  const [old, now] = [new Map(flowTextsOf(before)), new Map(flowTextsOf(after))]
  const paths = [...new Set([...old.keys(), ...now.keys()])]
  return paths.flatMap(item => {
    const [was, is] = [old.get(item), now.get(item)]
    return was === is ? [] : [textDifference({ section: 'flows', item }, was, is)]
  })
}

function textDifference(
  at: Pick<DifferenceView, 'section' | 'item'>,
  before: string | undefined,
  after: string | undefined,
): DifferenceView {
  const lines = [...lineDifference(before ?? '', after ?? '')]
  return { ...at, key: '', kind: kindOf(before, after), lines }
}

function valueDifference(
  at: Pick<DifferenceView, 'section' | 'item' | 'key'>,
  before: unknown,
  after: unknown,
): DifferenceView {
  return {
    ...at,
    kind: kindOf(before, after),
    ...(before !== undefined && { before: written(before) }),
    ...(after !== undefined && { after: written(after) }),
  }
}

function kindOf(before: unknown, after: unknown): DifferenceView['kind'] {
  if (before === undefined) return 'added'
  return after === undefined ? 'removed' : 'changed'
}

function written(value: unknown): string {
  if (typeof value === 'string') return value
  const isShort = !isRecord(value) && JSON.stringify(value).length < 100
  return stringify(value, { lineWidth: 0, ...(isShort && { collectionStyle: 'flow' }) }).trim()
}
