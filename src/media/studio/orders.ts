/** Every order a worker understands, as one table of functions over one studio. */
import { openLegOrders } from './leg-orders.ts'
import { Recordings } from './recordings.ts'
import { openSoundOrders } from './sound-orders.ts'
import type { Studio } from './studio.ts'
import type { Orders } from './worker-wire.ts'

/** Overload is told when more than this share of a window's beats was late. */
export const overloadRatio = 0.05

/** The table. `tend` is to be called every second or so. */
export function openOrders(studio: Studio): {
  readonly orders: Orders
  readonly tend: () => void
} {
  const recordings = new Recordings(studio)
  const legs = openLegOrders(studio, recordings)
  let lateTicks = 0
  let lateMsMax = 0
  const orders: Orders = {
    ...legs.orders,
    ...openSoundOrders(studio),
    startRecording: request => recordings.start(request),
    pauseRecording: ({ recordingId, paused }) => recordings.setPaused(recordingId, paused),
    stopRecording: ({ recordingId }) => recordings.stop(recordingId),
    look: () => {
      const load = { lateTicks, lateMsMax, legFaults: studio.legFaults }
      lateTicks = 0
      lateMsMax = 0
      return {
        load,
        cpuMs: studio.parts.cpuMs(),
        legs: studio.seats().map(({ leg }) => leg.stats()),
      }
    },
    counts: () => ({
      legs: studio.legIds.length + legs.opening.size,
      sockets: studio.parts.ports.count(),
      timers: studio.ticker.running ? 1 : 0,
      plays: studio.seats().filter(({ player }) => player !== undefined).length,
      recordings: recordings.count,
      taps: [...studio.calls.values()].reduce((sum, { taps }) => sum + taps.size, 0),
    }),
    close: async () => {
      await Promise.all(legs.opening.values())
      for (const legId of studio.legIds) legs.orders.releaseLeg({ legId })
      await recordings.close()
      studio.ticker.close()
      return {}
    },
  }
  const tend = (): void => {
    recordings.tend()
    studio.tend()
    const lateness = studio.ticker.takeLateness()
    lateTicks += lateness.lateTicks
    lateMsMax = Math.max(lateMsMax, lateness.lateMsMax)
    if (lateness.lateTicks <= lateness.ticks * overloadRatio) return
    const { worker, world } = studio.parts
    world.emit({
      type: 'overload',
      worker,
      lateTicks: lateness.lateTicks,
      lateMsMax: lateness.lateMsMax,
    })
  }
  return { orders, tend }
}
