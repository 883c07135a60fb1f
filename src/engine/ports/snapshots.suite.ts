import assert from 'node:assert/strict'
import type { TenantId } from '#core'
import { toId } from '#core'
import type { Snapshot, SnapshotsPort } from './snapshots.ts'

/** One promise of the snapshots port, and the way to see whether an implementation keeps it. */
export interface SnapshotsPromise {
  readonly words: string
  /** Wants snapshots that are empty for its tenants; `tag` makes the tenants' names its own. */
  readonly keep: (snapshots: SnapshotsPort, tag: string) => Promise<void>
}

/** Every keeper of snapshots is held to these, by whatever test runner. */
export const snapshotsPromises: readonly SnapshotsPromise[] = [
  {
    words: 'there is none at first',
    keep: async (snapshots, tag) => {
      assert.equal(await snapshots.latest(tenantOf(tag)), undefined)
    },
  },
  {
    words: 'the latest comes back byte for byte, large or small, and no other is left',
    keep: async (snapshots, tag) => {
      const tenant = tenantOf(tag)
      for (const [seq, length] of [
        [7, 2_000_003],
        [9, 0],
        [12, 300],
      ] as const) {
        const snapshot = snapshotOf(seq, length)
        await snapshots.keep(tenant, snapshot)
        assert.deepEqual(plain(await snapshots.latest(tenant)), plain(snapshot))
      }
    },
  },
  {
    words: 'tenants do not see each other’s',
    keep: async (snapshots, tag) => {
      await snapshots.keep(tenantOf(`${tag}-one`), snapshotOf(3, 10))
      assert.equal(await snapshots.latest(tenantOf(`${tag}-other`)), undefined)
    },
  },
]

function tenantOf(tag: string): TenantId {
  return toId(`snapshots-${tag}`)
}

function snapshotOf(seq: number, length: number): Snapshot {
  const body = Uint8Array.from({ length }, (_, index) => (index * 31) % 251)
  return { seq, version: `v${seq}`, digest: `d${seq}`, body }
}

/** A buffer and an array of the same bytes are the same here. */
function plain(snapshot: Snapshot | undefined): unknown {
  return snapshot && { ...snapshot, body: Buffer.from(snapshot.body).toString('base64') }
}
