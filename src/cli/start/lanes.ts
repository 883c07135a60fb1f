import type { BrowserReach, VoiceTenant } from '#channels'
import type { AgentId, TenantConfig, TenantId } from '#core'
import { currentFlags } from '#core'
import type { Lane, Log, Tell } from '#engine'
import { LaneError } from '#engine'

/** A tenant's configuration goes into the journal when it, or the core's mind, is another than what holds. */
export async function configureLane(lane: Lane, config: TenantConfig | undefined): Promise<void> {
  if (config === undefined) return
  const wanted = JSON.stringify([config, currentFlags])
  const same = lane.read(state => JSON.stringify([state.config, state.flags]) === wanted)
  if (!same) await lane.submit({ kind: 'tenant-configured', config, flags: currentFlags })
}

/** The numbers of tenants as they are at each call, and not as they were at the start. */
export function withLiveNumbers(
  tenants: readonly VoiceTenant[],
  lanes: ReadonlyMap<TenantId, Pick<Lane, 'read'>>,
): readonly VoiceTenant[] {
  return tenants.map(tenant => ({
    ...tenant,
    agentPhones: () => agentPhonesOf(lanes.get(tenant.tenant)),
    numbers: {
      has: number => lanes.get(tenant.tenant)?.read(state => state.numbers.has(number)) ?? false,
    },
  }))
}

/** How long a stop waits for calls to be hung up and recordings to be finished. */
const settleMsMax = 5000

/** Ends what is under way in every lane, and closes them. */
export async function closeLanes(lanes: ReadonlyMap<TenantId, Lane>): Promise<void> {
  const closing = [...lanes.values()].map(async lane => {
    await lane.settle(settleMsMax)
    await lane.close()
  })
  await Promise.all(closing)
}

/** Tells a tenant's lane what happened; one that does not run cannot be told. */
export function tellLane(lanes: ReadonlyMap<TenantId, Pick<Lane, 'submit'>>): Tell {
  return async (tenant, input) => {
    const lane = lanes.get(tenant)
    if (lane === undefined) throw new LaneError('lane-stopped', `no lane runs for ${tenant}`)
    return lane.submit(input)
  }
}

/** Whether an agent has a browser to ring, told to the lane as the state of the agent's device. */
export function tellDevice(
  lanes: ReadonlyMap<TenantId, Pick<Lane, 'submit' | 'read'>>,
  log: Log,
): (tenant: TenantId, agent: AgentId, reach: BrowserReach) => void {
  const tell = tellLane(lanes)
  return (tenant, agent, reach) => {
    // A Teams phone may be there all the same, where agents may use one.
    const without = agentPhonesOf(lanes.get(tenant)) === 'browser' ? 'unreachable' : 'unknown'
    const device = reach === 'none' ? without : 'ready'
    tell(tenant, { kind: 'device-changed', agent, device }).catch((error: unknown) => {
      log('warn', 'device-not-told', { tenant, words: String(error) })
    })
  }
}

function agentPhonesOf(
  lane: Pick<Lane, 'read'> | undefined,
): NonNullable<TenantConfig['agentPhones']> {
  return lane?.read(({ config }) => config?.agentPhones) ?? 'both'
}
