import type { Written } from '../past/snapshot.ts'
import { snapshotOf, writeState } from '../past/snapshot.ts'
import type { World } from './world.ts'

/** A restart replays about this many inputs at most, where states are of ordinary size. */
export const snapshotInputsMin = 20_000
/** A large state is written less often: it may cost this many bytes of its own per input. */
const bytesPerInputMax = 400

/**
 * Takes a snapshot when one is due. The lane waits only while the state is written down; it is
 * made small and kept beside the loop, and only once every fact it stands for is kept, so that no
 * restart that begins with it can leave a fact out.
 */
export function snapshotIfDue(world: World): void {
  const { last, seq, snapshots, stopped } = world
  if (snapshots === undefined || stopped !== undefined || last === undefined) return
  if (world.snapshotting !== undefined || seq < world.snapshotAt) return
  const written = writeState(world.state, last)
  const pause = Math.ceil(written.bytes.length / bytesPerInputMax)
  world.snapshotAt = seq + Math.max(snapshotInputsMin, pause)
  world.snapshotting = keepWritten(world, written)
}

async function keepWritten(world: World, written: Written): Promise<void> {
  const { keeper, log, snapshots, tenant, version } = world
  try {
    const snapshot = await snapshotOf(written, version)
    if (await keeper.kept()) await snapshots?.keep(tenant, snapshot)
  } catch (error) {
    log('warn', 'snapshot-not-kept', { tenant, seq: written.last.seq, words: String(error) })
  }
  world.snapshotting = undefined
}
