import { lookup, resolveNaptr, resolveSrv } from 'node:dns/promises'
import type { SipResolver } from '../endpoint/endpoint-options.ts'

/** The operating system's DNS. Addresses come from its own look-up, so that hosts files count. */
export const systemResolver: SipResolver = {
  naptr: name => orNone(resolveNaptr(name)),
  srv: name => orNone(resolveSrv(name)),
  addresses: async name => {
    const found = await orNone(lookup(name, { all: true, order: 'ipv4first' }))
    return found.map(({ address }) => address)
  },
}

/** A name without such records is an everyday answer, not a fault. */
async function orNone<Record_>(asking: Promise<readonly Record_[]>): Promise<readonly Record_[]> {
  try {
    return await asking
  } catch {
    return []
  }
}
