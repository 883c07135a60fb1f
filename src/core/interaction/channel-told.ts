import type { Channel } from '../channel.ts'
import type { Interaction } from './interaction.ts'

/** The channel, where a fact has to say it: voice is meant where nothing is said. */
export function channelTold({ channel }: Interaction): {
  readonly channel?: Exclude<Channel, 'voice'>
} {
  return channel === 'voice' ? {} : { channel }
}
