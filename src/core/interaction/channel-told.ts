import type { Channel } from '../channel.ts'
import { flags, isOn } from '../flags.ts'
import type { TenantState } from '../state.ts'
import type { Interaction } from './interaction.ts'

/** The channel, where a fact has to say it: voice is meant where nothing is said. */
export function channelTold({ channel }: Interaction): {
  readonly channel?: Exclude<Channel, 'voice'>
} {
  return channel === 'voice' ? {} : { channel }
}

/** The channel, where a decision has to say it. */
export function channelDecided(
  state: TenantState,
  channel: Channel,
): ReturnType<typeof channelTold> {
  return channel === 'voice' || !isOn(state, flags.tellWhole) ? {} : { channel }
}
