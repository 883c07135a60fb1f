import type { IssuedOrder } from '../effect.ts'
import type { Prompt } from '../config.ts'
import type { Names } from './names.ts'

/** An order in one sentence. */
export function orderWords({ id, order }: IssuedOrder, names: Names): string {
  switch (order.kind) {
    case 'answer':
      return `${id}: answer leg ${order.leg}`
    case 'reject':
      return `${id}: refuse leg ${order.leg} (${order.why})`
    case 'play':
      return `${id}: play to leg ${order.leg}${order.loop ? ', over and over' : ''}: ${order.prompts.map(promptWords).join(' ')}`
    case 'stop-playing':
      return `${id}: stop what plays to leg ${order.leg}`
    case 'ring':
      return `${id}: ring ${order.agent === undefined ? 'somebody' : names.agent(order.agent)} at ${order.to} as leg ${order.leg}`
    case 'connect':
      return order.legs.length === 1
        ? `${id}: let leg ${order.legs.join()} hear nobody`
        : `${id}: let legs ${order.legs.join(' and ')} hear each other`
    case 'hang-up':
      return `${id}: hang up leg ${order.leg} (${order.why})`
    case 'record':
      return `${id}: record legs ${order.customerLeg} and ${order.agentLeg ?? 'nobody'} as ${order.recording}`
    case 'pause-recording':
      return `${id}: pause recording ${order.recording}`
    case 'resume-recording':
      return `${id}: go on with recording ${order.recording}`
    case 'stop-recording':
      return `${id}: finish recording ${order.recording}`
  }
}

function promptWords(prompt: Prompt): string {
  switch (prompt.kind) {
    case 'say':
      return `“${prompt.text}”`
    case 'file':
      return prompt.file.slice(prompt.file.lastIndexOf('/') + 1)
    case 'tone':
      return `a ${prompt.tone}`
    case 'silence':
      return `${prompt.ms} ms of silence`
  }
}
