import type { Baresip } from './baresip.ts'
import { openBaresip } from './baresip.ts'
import type { CenterOptions, ContactCenter } from './contact-center.ts'
import {
  numberOf,
  openContactCenter,
  openDirectory,
  proxyName,
  trunkName,
} from './contact-center.ts'
import { freePort } from './free-port.ts'
import { openNameServer } from './name-server.ts'
import { sine } from './tones.ts'

/** What the agent's phone says. */
export const agentHz = 1_000

/** A contact center, and baresip in Teams' place with the phone of one agent. */
export interface FloorWithPhone extends AsyncDisposable {
  readonly center: ContactCenter
  /** Ada's phone. */
  readonly phone: Baresip
}

/** Opens a contact center whose one phone is a real one. */
export async function openFloorWithPhone(
  options: Omit<CenterOptions, 'teamsPort'> = {},
): Promise<FloorWithPhone> {
  const stack = new AsyncDisposableStack()
  try {
    const { emulator, ports } = stack.use(await openDirectory())
    const names = stack.use(await openNameServer([trunkName]))
    const teamsPort = await freePort()
    const phone = stack.use(
      await openBaresip({
        port: teamsPort,
        number: numberOf('ada'),
        identity: await emulator.issue([proxyName, '127.0.0.1']),
        says: sine(agentHz, 60_000),
        nameServer: names.address,
      }),
    )
    const center = stack.use(await openContactCenter(emulator, ports, { ...options, teamsPort }))
    const opened = stack.move()
    return { center, phone, [Symbol.asyncDispose]: () => opened.disposeAsync() }
  } catch (error) {
    await stack.disposeAsync()
    throw error
  }
}
