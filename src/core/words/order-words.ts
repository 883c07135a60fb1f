import type { Connect, IssuedOrder } from '../effect.ts'
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
      return `${id}: ${connectWords(order)}`
    case 'hang-up':
      return `${id}: hang up leg ${order.leg} (${order.why})`
    case 'record':
      return `${id}: record legs ${order.customerLeg} and ${order.agentLeg ?? 'nobody'} as ${order.recording}`
    case 'pause-recording':
      return `${id}: pause recording ${order.recording}`
    case 'resume-recording':
      return `${id}: go on with recording ${order.recording}`
    case 'send-digits':
      return `${id}: press ${order.digits.length} keys towards leg ${order.leg}`
    case 'stop-recording':
      return `${id}: finish recording ${order.recording}`
  }
}

function connectWords({ legs, muted = [], listeners = [] }: Connect): string {
  const talk =
    legs.length === 1
      ? `let leg ${legs.join()} hear nobody`
      : `let legs ${legs.join(' and ')} hear each other`
  const silent = muted.map(leg => `, nobody hear ${leg}`)
  const beside = listeners.map(({ leg, hears, heardBy }) => {
    const heard = heardBy.length === 0 ? 'nobody' : heardBy.join(' and ')
    return `, leg ${leg} hear ${hears.join(' and ')} and be heard by ${heard}`
  })
  return [talk, ...silent, ...beside].join('')
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
