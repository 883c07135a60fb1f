import type { BoardView } from '#contract'
import { amara, customer, dialled, joel, mei, rosa, sales, spanish, support, tom } from './cast.ts'

function queuesAt(at: number): BoardView['queues'] {
  const today = {
    offered: 148,
    answered: 129,
    abandoned: 11,
    leftOtherwise: 5,
    answeredInTime: 108,
    waitMsAnswered: 129 * 17_400,
  }
  const agents = { available: 2, reserved: 1, talking: 3, wrapUp: 1, notReady: 1, signedOut: 2 }
  return [
    {
      ...sales,
      open: true,
      why: 'open until 18:00 (Europe/London)',
      waiting: 0,
      agents,
      today: {
        ...today,
        offered: 61,
        answered: 58,
        abandoned: 2,
        leftOtherwise: 1,
        answeredInTime: 55,
        waitMsAnswered: 58 * 8200,
      },
      serviceLevelMs: 20_000,
    },
    {
      ...support,
      open: true,
      why: 'open until 18:00 (Europe/London)',
      waiting: 3,
      waitingSince: at - 94_000,
      agents: { ...agents, available: 0 },
      today,
      serviceLevelMs: 20_000,
    },
    {
      ...spanish,
      open: false,
      why: 'closed: opens Monday 09:00',
      waiting: 0,
      agents: { available: 0, reserved: 0, talking: 1, wrapUp: 0, notReady: 0, signedOut: 1 },
      today: {
        offered: 0,
        answered: 0,
        abandoned: 0,
        leftOtherwise: 0,
        answeredInTime: 0,
        waitMsAnswered: 0,
      },
      serviceLevelMs: 30_000,
    },
  ]
}

function agentsAt(at: number): BoardView['agents'] {
  return [
    {
      ...amara,
      state: 'reserved',
      since: at - 6000,
      queues: ['sales', 'support'],
      interaction: 'i-1',
    },
    { ...joel, state: 'talking', since: at - 412_000, queues: ['support'], interaction: 'i-2' },
    { ...mei, state: 'available', since: at - 100_000, queues: ['sales', 'support'] },
    {
      ...rosa,
      state: 'talking',
      since: at - 61_000,
      queues: ['support', 'spanish'],
      interaction: 'i-3',
    },
    { ...tom, state: 'not-ready', reason: 'Lunch', since: at - 1_430_000, queues: ['sales'] },
    {
      id: 'ida',
      name: 'Ida Mortensen',
      state: 'wrap-up',
      since: at - 22_000,
      queues: ['sales'],
      interaction: 'i-4',
    },
    { id: 'sam', name: 'Sam Adeyemi', state: 'available', since: at - 15_000, queues: ['sales'] },
    {
      id: 'nia',
      name: 'Nia Pritchard',
      state: 'signed-out',
      since: at - 40_000_000,
      queues: ['support'],
    },
  ]
}

type Row = BoardView['interactions'][number]

function interactionsAt(at: number): readonly Row[] {
  /** So many seconds in its phase, and so many since it arrived. */
  function row(id: string, phase: Row['phase'], inPhase: number, inAll: number): Row {
    const address = `+4416329601${inAll % 90}`
    const [since, arrivedAt] = [at - inPhase * 1000, at - inAll * 1000]
    return { id, customer: { address }, dialled, phase, since, arrivedAt }
  }
  return [
    { ...row('i-2', 'talking', 412, 460), queue: 'support', agent: 'joel' },
    {
      ...row('i-3', 'talking', 61, 140),
      customer: { address: 'anonymous' },
      queue: 'spanish',
      agent: 'rosa',
    },
    { ...row('i-1', 'offered', 6, 72), customer, queue: 'support', agent: 'amara' },
    { ...row('i-5', 'waiting', 94, 121), queue: 'support' },
    {
      ...row('i-6', 'waiting', 20, 44),
      customer: { address: '+441632960131', name: 'Marek Dvořák' },
      queue: 'support',
    },
    { ...row('i-7', 'in-flow', 8, 19), step: 'main-menu' },
  ]
}

/** The floor at one moment. */
export function boardAt(at: number): BoardView {
  return {
    at,
    tenant: { id: 'contoso', name: 'Contoso Outfitters' },
    queues: queuesAt(at),
    agents: agentsAt(at),
    interactions: [...interactionsAt(at)],
  }
}
