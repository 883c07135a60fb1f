import type { ContactCenter } from './contact-center.ts'
import type { Person } from './person.ts'
import { until } from './until.ts'

/** How soon after a call everything of it must be gone. */
const goneMsMax = 5_000

/**
 * Nothing of a call may outlive it: no interaction under way, no agent held, and not one port more
 * than before; no leg, order or timer either. The process itself is asked, and for ports the kernel.
 */
export async function nothingLeft(
  { parley }: ContactCenter,
  person: Person,
  portsBefore: readonly number[],
): Promise<void> {
  const words = (): string =>
    `nothing is left of the call\n${parley.child.lines.slice(-20).join('\n')}`
  await until(
    'no interaction is under way',
    async () => {
      const board = await person.board()
      const held = board.agents.filter(agent => ['reserved', 'talking'].includes(agent.state))
      return board.interactions.length === 0 && held.length === 0
    },
    goneMsMax,
  )
  await until(
    'no leg, order or timer is left',
    async () => Object.values(await person.open()).every(count => count === 0),
    goneMsMax,
  )
  await until(
    words(),
    async () => (await parley.udpPorts()).length === portsBefore.length,
    goneMsMax,
  )
}
