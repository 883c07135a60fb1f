import type { LegId } from '#core'
import { currentFlags } from '#core'
import { chanceFor, happens, pick, span } from './chance.ts'
import { companyOf } from './company.ts'
import { endLeg } from './legs.ts'
import type { World } from './world.ts'
import { leavesOut } from './world.ts'

/** Troubles begin: lost legs, clocks that jump, configurations that change. Each is numbered, so a run can do without it. */
export function beginTroubles(world: World): void {
  const { outside, faults } = world.scenario
  repeat(world, 'lost leg', outside.losesLegEveryMs, name => {
    const chance = chanceFor(world.seed, name)
    const leg = pick(chance, [...world.legs.keys()])
    if (leg !== undefined) endLeg(world, leg, { by: 'fault', cause: 'media lost' })
  })
  repeat(world, 'lost agent', outside.losesAgentEveryMs, name => {
    const chance = chanceFor(world.seed, name)
    const leg = pick(chance, agentLegs(world))
    if (leg !== undefined) endLeg(world, leg, { by: 'fault', cause: 'no sound came for 30 s' })
  })
  const { clock, config } = faults
  if (clock !== undefined) {
    repeat(world, 'clock jump', clock.everyMs, name => {
      const chance = chanceFor(world.seed, name)
      const by = span(chance, clock.byMs)
      world.clockOffMs += happens(chance, 0.5) ? by : -by
    })
  }
  if (config !== undefined) {
    repeat(world, 'configuration', config.everyMs, () => {
      world.edition += 1
      world.tell({
        kind: 'tenant-configured',
        config: companyOf(world.scenario, world.seed, world.edition),
        flags: currentFlags,
      })
    })
  }
}

/** The legs of agents who talk. */
function agentLegs({ state }: World): readonly LegId[] {
  return [...state().interactions.values()].flatMap(({ phase }) =>
    phase.at === 'talking' && phase.agentLeg !== undefined ? [phase.agentLeg] : [],
  )
}

/** Does something over and over, at moments without memory, under names that count. */
export function repeat(
  world: World,
  what: string,
  everyMs: number,
  act: (name: string) => void,
): void {
  if (everyMs === 0) return
  const times = chanceFor(world.seed, what)
  const again = (n: number): void => {
    world.agenda.after(span(times, everyMs), () => {
      if (world.closing) return
      const name = `${what} ${n}`
      if (!leavesOut(world, name)) act(name)
      again(n + 1)
    })
  }
  again(1)
}
