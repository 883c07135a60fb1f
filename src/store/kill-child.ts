import type { Input, TenantId } from '#core'
import { toId } from '#core'
import { openStore } from './open-store.ts'
import type { Store, StorePlace } from './store.ts'

/**
 * Appends pairs of entries for some tenants as fast as answers come, tells each answer on a line
 * `tenant seq`, and never ends: a test kills it. It goes on where the last one was killed.
 */
const job: { readonly place: StorePlace; readonly tenants: readonly string[] } = JSON.parse(
  process.argv[2] ?? '',
)
const store = await openStore(job.place, { log: () => {} })
await Promise.all(job.tenants.map(tenant => appendForever(store, toId(tenant))))

async function appendForever({ journal, records }: Store, tenant: TenantId): Promise<never> {
  let seq = 0
  for await (const entry of journal.read(tenant, 1)) seq = entry.seq
  for (;;) {
    const at = 1000 + seq
    const input: Input = { kind: 'digit-pressed', at, leg: toId('l-1'), digit: '5' }
    await journal.append(tenant, [
      { seq: seq + 1, input },
      { seq: seq + 2, input },
    ])
    seq += 2
    process.stdout.write(`${tenant} ${seq}\n`)
    await records.keep(tenant, [
      {
        seq,
        nth: 0,
        fact: { kind: 'tenant-configured', at, numbers: 1, queues: 1, agents: 1 },
      },
    ])
  }
}
