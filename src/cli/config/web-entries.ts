import type { TenantFile } from '#contract'
import type { WebEntry } from '#core'
import type { Finding } from '../reading/gathered.ts'
import type { ValuePath } from '../reading/yaml-source.ts'

/** The web entries of a tenant: one that names a number goes where callers of that number go. */
export function webEntries(
  { webCalls = [], numbers }: TenantFile,
  { complain }: { readonly complain: (path: ValuePath, finding: Finding) => void },
): readonly WebEntry[] {
  return webCalls.flatMap(({ number, flow: named, consent, ...entry }, nth) => {
    const flow = named ?? numbers.find(one => one.number === number)?.flow
    if (flow === undefined) {
      complain(['webCalls', nth, 'number'], {
        code: 'unknown-number',
        words: `${number} is no number of this tenant`,
        remedy: 'Name one of its `numbers`, or a `flow`.',
      })
      return []
    }
    return [{ ...entry, flow, ...(consent !== undefined && { consent }) }]
  })
}
