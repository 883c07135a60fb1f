import type { AgentId, TenantId } from '#core'
import type { Emulator, EmulatorPages, PageOptions } from '#emulator'
import type { Lane, Log } from '#engine'
import type { Installation } from '../config/installation.ts'
import { carrierEntrance } from './emulated-world.ts'

/** Where presences go, and where it is told when one does not arrive. */
interface Told {
  readonly lanes: ReadonlyMap<TenantId, Pick<Lane, 'submit'>>
  readonly log: Log
}

/**
 * The emulated world's pages for an installation: phones dial its numbers, the panel's callers come
 * out of its traffic, and a presence set on a Teams client reaches the agent of that person.
 */
export function emulatedPages(
  installation: Installation,
  emulator: Emulator,
  { lanes, log }: Told,
): EmulatorPages {
  const trunk = carrierEntrance(installation)
  const plans = [...(installation.emulator?.tenants.values() ?? [])]
  const traffic = plans.find(plan => plan.traffic !== undefined)?.traffic
  const agents = agentsByPerson(installation)
  const onPresence: PageOptions['onPresence'] = (personId, presence) => {
    const agent = agents.get(personId)
    if (agent === undefined) return
    const told = lanes
      .get(agent.tenant)
      ?.submit({ kind: 'presence-changed', agent: agent.id, presence })
    told?.catch((error: unknown) => {
      log('warn', 'presence-not-taken', { tenant: agent.tenant, words: String(error) })
    })
  }
  return emulator.pages({
    trunk,
    numbers: installation.tenants.flatMap(({ config }) =>
      config.numbers.map(({ address, flow }) => ({
        number: address,
        name: config.flows.find(({ id }) => id === flow)?.name ?? flow,
      })),
    ),
    webPages: installation.tenants.flatMap(({ config }) =>
      (config.webCalls ?? []).map(({ id }) => `/call/${config.tenant}/${id}`),
    ),
    ...(traffic === undefined ? {} : { traffic: { ...traffic, trunk } }),
    onPresence,
    signInAt: (userName, page) =>
      `/auth/sign-in?${new URLSearchParams({ returnTo: page, loginHint: userName }).toString()}`,
  })
}

function agentsByPerson({
  tenants,
}: Installation): ReadonlyMap<string, { readonly tenant: TenantId; readonly id: AgentId }> {
  return new Map(
    tenants.flatMap(({ config }) =>
      config.agents.map(({ directoryId, id }) => [directoryId, { tenant: config.tenant, id }]),
    ),
  )
}
