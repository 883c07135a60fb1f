import type { Baresip } from './baresip.ts'
import { openBaresip } from './baresip.ts'
import type { AgentName, ContactCenter } from './contact-center.ts'
import { agents, numberOf, openContactCenter, openDirectory, proxyName } from './contact-center.ts'
import { freePort } from './free-port.ts'
import { openPhoneExchange } from './phone-exchange.ts'
import { sine } from './tones.ts'

/** What the phone of each agent says: a pitch of its own. */
export const pitches: Readonly<Record<AgentName, number>> = { ada: 1_000, ben: 1_300, cleo: 1_600 }

/** A contact center, and an exchange in Teams' place with a real phone for everybody. */
export interface FloorWithPhones extends AsyncDisposable {
  readonly center: ContactCenter
  phone(agent: AgentName): Baresip
}

/** Opens a contact center in which everybody has a phone, a form for the wrap-up and a second queue. */
export async function openFloorWithPhones(): Promise<FloorWithPhones> {
  const stack = new AsyncDisposableStack()
  try {
    const { emulator, ports } = stack.use(await openDirectory())
    const identity = await emulator.issue([proxyName, '127.0.0.1'])
    const exchange = stack.use(await openPhoneExchange(identity))
    const phones = new Map<AgentName, Baresip>()
    for (const agent of agents) {
      const port = await freePort()
      const number = numberOf(agent)
      const says = sine(pitches[agent], 90_000)
      phones.set(agent, stack.use(await openBaresip({ port, number, identity, says })))
      exchange.lead(number, { port, transport: 'tls' })
    }
    const center = stack.use(
      await openContactCenter(emulator, ports, { teamsPort: exchange.port, service: true }),
    )
    const opened = stack.move()
    return {
      center,
      phone(agent) {
        const phone = phones.get(agent)
        if (phone === undefined) throw new Error(`${agent} has no phone`)
        return phone
      },
      [Symbol.asyncDispose]: () => opened.disposeAsync(),
    }
  } catch (error) {
    await stack.disposeAsync()
    throw error
  }
}
