import type { TenantId } from '#core'
import type { Emulator, Traffic } from '#emulator'
import { rollFrom } from '#emulator'
import type { Clock, Lane } from '#engine'
import type { Installation } from '../config/installation.ts'
import { carrierEntrance } from '../start/emulated-world.ts'
import { workShift } from './work-shift.ts'

/** Whose day begins. */
interface Floor {
  readonly installation: Installation
  readonly lanes: ReadonlyMap<TenantId, Lane>
}

/** Lets the emulated world come to life: agents work their shifts, and customers call. The answer ends it. */
export function beginDay(
  { installation, lanes }: Floor,
  emulator: Emulator,
  clock: Clock,
): () => Promise<void> {
  const shifts: (() => void)[] = []
  const calls: Traffic[] = []
  for (const [tenant, { atWork, traffic }] of installation.emulator?.tenants ?? []) {
    const lane = lanes.get(tenant)
    if (lane === undefined) continue
    const dice = rollFrom(traffic?.seed ?? 1)
    shifts.push(workShift({ lane, agents: atWork, clock, chance: () => dice.next() }))
    const trunk = carrierEntrance(installation)
    if (traffic !== undefined) calls.push(emulator.startTraffic({ ...traffic, trunk }))
  }
  return async () => {
    for (const end of shifts) end()
    await Promise.all(calls.map(one => one.stop('now')))
  }
}
