import assert from 'node:assert/strict'
import { toId, type TenantId } from '#core'
import type { KeptWallboard, WallboardsPort } from './wallboards.ts'

/** One promise of the wallboards port, and the way to see whether an implementation keeps it. */
export interface WallboardsPromise {
  readonly words: string
  /** Leaves none behind. */
  readonly keep: (wallboards: WallboardsPort) => Promise<void>
}

const acme = toId<TenantId>('acme')
const bits = toId<TenantId>('bits')
const board = (tenant: TenantId, nth: number): KeptWallboard => ({
  tenant,
  digest: `${tenant}-digest-${nth}`,
  id: `w-${nth}`,
  madeAt: nth,
  body: `{"name":"Board ${nth}"}`,
})

/** Every keeper of wallboards is held to these. */
export const wallboardsPromises: readonly WallboardsPromise[] = [
  {
    words: 'what was put is found by its digest, and listed for its tenant in order',
    keep: async wallboards => {
      await wallboards.put(board(acme, 2))
      await wallboards.put(board(acme, 1))
      await wallboards.put(board(bits, 1))
      assert.deepEqual(await wallboards.find('acme-digest-2'), board(acme, 2))
      assert.deepEqual(await wallboards.find('acme-digest-3'), undefined)
      assert.deepEqual(await wallboards.list(acme), [board(acme, 1), board(acme, 2)])
    },
  },
  {
    words: 'a tenant takes back its own and no other',
    keep: async wallboards => {
      assert.deepEqual(await wallboards.drop(bits, 'w-2'), false)
      assert.deepEqual(await wallboards.drop(acme, 'w-2'), true)
      assert.deepEqual(await wallboards.find('acme-digest-2'), undefined)
      assert.deepEqual(await wallboards.list(bits), [board(bits, 1)])
      await wallboards.drop(acme, 'w-1')
      await wallboards.drop(bits, 'w-1')
      assert.deepEqual(await wallboards.list(acme), [])
    },
  },
]
