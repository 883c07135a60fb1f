import type { TenantConfig } from './config.ts'

/** By what an interaction reaches us. */
export type Channel = 'voice' | 'task'

/** All channels, in the order in which an agent's lines are kept. */
export const channels = ['voice', 'task'] as const satisfies readonly Channel[]

/**
 * What one interaction of a channel takes of an agent. An exclusive one is the agent's only work:
 * it is begun beside nothing, and nothing is begun beside it. Interruptible work does not stand in
 * the way of an exclusive one: it lies still meanwhile.
 */
export interface ChannelCost {
  readonly units: number
  readonly exclusive: boolean
  readonly interruptible: boolean
}

/** What a channel needs, whatever it costs: the only place where channels differ by name. */
interface ChannelNeeds {
  /** The customer and the agent are legs of a call: phones ring, prompts play, voices are recorded. */
  readonly phone: boolean
  /** Somebody waits on the other side: opening hours, absent agents and the queue's longest wait count. */
  readonly live: boolean
  /** Taken without a word in the tenant's configuration. */
  readonly usual: boolean
  readonly cost: ChannelCost
}

/** The table of channels. */
export const channelNeeds: Readonly<Record<Channel, ChannelNeeds>> = {
  voice: {
    phone: true,
    live: true,
    usual: true,
    cost: { units: 100, exclusive: true, interruptible: false },
  },
  task: {
    phone: false,
    live: false,
    usual: false,
    cost: { units: 30, exclusive: false, interruptible: false },
  },
}

/** The units of an agent where the tenant does not say. */
export const usualUnits = 100

/** The channels a tenant takes. */
export function takenChannels(config: TenantConfig | undefined): readonly Channel[] {
  return config?.channels === undefined
    ? usualChannels
    : channels.filter(one => isTaken(config, one))
}

function isTaken(config: TenantConfig | undefined, channel: Channel): boolean {
  return channelNeeds[channel].usual || config?.channels?.[channel] !== undefined
}

const usualChannels: readonly Channel[] = channels.filter(one => channelNeeds[one].usual)

/** What an interaction of a channel costs in a tenant; nothing where the tenant does not take the channel. */
export function costOf(
  config: TenantConfig | undefined,
  channel: Channel,
): ChannelCost | undefined {
  const { usual, cost } = channelNeeds[channel]
  const own = config?.channels?.[channel]
  if (own === undefined) return usual ? cost : undefined
  return { ...cost, ...own }
}
