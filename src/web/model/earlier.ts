import type { InteractionPage, InteractionRow } from '#contract'
import type { Http } from '../connection/http.ts'
import { createCell, type Source } from './cell.ts'

/** Earlier contacts shown beside an offer: what can be read while it rings. */
export const earlierMax = 5

/** What is known of a customer's earlier contacts. */
export type Earlier =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'ready'; readonly rows: readonly InteractionRow[] }

/** The last contacts of one customer, without the one at hand; asked for once somebody looks. */
export function createEarlier(
  http: Http,
  of: { readonly address: string; readonly without: string },
): Source<Earlier> {
  async function read(): Promise<void> {
    const customer = encodeURIComponent(of.address)
    const path = `/api/interactions?customer=${customer}&limit=${earlierMax + 1}`
    const outcome = await http.get<InteractionPage>(path)
    if (!outcome.ok) {
      cell.set({ kind: 'failed' })
      return
    }
    const rows = outcome.value.rows.filter(({ id }) => id !== of.without).slice(0, earlierMax)
    cell.set({ kind: 'ready', rows })
  }
  const cell = createCell<Earlier>({ kind: 'loading' }, () => {
    if (cell.get().kind === 'loading') void read()
    return () => undefined
  })
  return cell
}
