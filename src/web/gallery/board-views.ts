import type { AlertView, BoardView, DayView, WallboardView, WallView, WhyNotView } from '#contract'
import { amara, customer, dialled, joel, mei, rosa, sales, spanish, support, tom } from './cast.ts'

const tooLong: AlertView = {
  kind: 'longest-wait',
  words: 'Somebody has waited for 1:34, more than 1:00.',
  value: 94_000,
  limit: 60_000,
}

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
      alerts: [tooLong],
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
    {
      ...joel,
      state: 'talking',
      since: at - 412_000,
      queues: ['support'],
      interaction: 'i-2',
      presence: 'in-a-call',
      device: 'ready',
      load: { used: 100, of: 100 },
    },
    {
      ...mei,
      state: 'available',
      since: at - 100_000,
      queues: ['sales', 'support'],
      presence: 'available',
      device: 'ready',
      load: { used: 30, of: 100 },
    },
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
    {
      ...row('i-2', 'talking', 412, 460),
      queue: 'support',
      agent: 'joel',
      monitor: { supervisor: amara, mode: 'whisper', state: 'up', since: at - 48_000 },
    },
    {
      ...row('i-3', 'talking', 61, 140),
      customer: { address: 'anonymous' },
      queue: 'spanish',
      agent: 'rosa',
    },
    { ...row('i-1', 'offered', 6, 72), customer, queue: 'support', agent: 'amara' },
    { ...row('i-5', 'waiting', 94, 121), queue: 'support', priority: 0, returned: true },
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
    notReadyReasons: ['Break', 'Lunch', 'Training', 'Meeting', 'Back office'],
  }
}

const states = ['available', 'talking', 'wrap-up', 'not-ready', 'reserved', 'signed-out'] as const

/** A floor of so many agents and interactions, for what only shows in the thousands. */
export function crowdAt(at: number, count: number): BoardView {
  const board = boardAt(at)
  return {
    ...board,
    agents: Array.from({ length: count }, (_, nth) => ({
      id: `agent-${nth}`,
      name: `Agent ${String(nth).padStart(4, '0')}`,
      state: states[nth % states.length] ?? 'available',
      since: at - (nth % 900) * 1000,
      queues: ['support', 'sales'].slice(0, 1 + (nth % 2)),
      presence: 'available' as const,
      device: 'ready' as const,
      load: { used: nth % 2 === 0 ? 0 : 100, of: 100 },
    })),
    interactions: Array.from({ length: Math.min(count, 500) }, (_, nth) => ({
      id: `call-${nth}`,
      customer: { address: `+4416329${String(60_000 + nth)}` },
      dialled,
      phase: nth % 3 === 0 ? ('waiting' as const) : ('talking' as const),
      since: at - nth * 700,
      arrivedAt: at - nth * 900,
      queue: 'support',
    })),
  }
}

/** Amara's day so far. */
export function dayAt(at: number): DayView {
  const begin = at - 7 * 3_600_000
  const minute = 60_000
  const parts: readonly (readonly [DayView['segments'][number]['state'], number, string?])[] = [
    ['available', 34],
    ['talking', 11],
    ['wrap-up', 3],
    ['available', 25],
    ['not-ready', 15, 'Break'],
    ['available', 48],
    ['talking', 23],
    ['wrap-up', 4],
    ['available', 19],
    ['not-ready', 45, 'Lunch'],
    ['available', 70],
    ['talking', 31],
    ['wrap-up', 5],
  ]
  const segments: DayView['segments'] = []
  let from = begin
  for (const [state, minutes, reason] of parts) {
    const to = from + minutes * minute
    segments.push({
      state,
      from,
      to,
      ...(reason === undefined ? {} : { reason }),
      ...(state === 'talking' || state === 'wrap-up' ? { interaction: 'i-1' } : {}),
    })
    from = to
  }
  segments.push({ state: 'available', from })
  const midnight = Math.floor(at / 86_400_000) * 86_400_000
  return {
    at,
    agent: amara,
    date: new Date(midnight).toISOString().slice(0, 10),
    zone: 'Europe/London',
    from: midnight,
    to: midnight + 86_400_000,
    segments,
  }
}

/** Why not Joel. */
export function whyNotAt(at: number): WhyNotView {
  return {
    at,
    interaction: 'i-5',
    agent: joel,
    now: { queue: support, verdict: 'excluded', why: 'In a call for 6 min 52 s.' },
    decisions: [
      { at: at - 90_000, queue: support, verdict: 'excluded', why: 'In a call.' },
      { at: at - 40_000, queue: support, verdict: 'eligible', why: 'Idle, but for less long.' },
    ],
  }
}

/** What the TV in the hall shows. */
export function wallAt(at: number): WallView {
  const { queues, tenant } = boardAt(at)
  return {
    at,
    name: 'Customer service',
    tenant: tenant.name,
    dialect: 'decided',
    queues,
    agents: { available: 4, reserved: 1, talking: 7, wrapUp: 2, notReady: 3, signedOut: 5 },
  }
}

/** The wallboards there are. */
export function wallboardsAt(at: number): { readonly wallboards: readonly WallboardView[] } {
  return {
    wallboards: [
      { id: 'hall', name: 'Customer service', dialect: 'decided', madeAt: at - 86_400_000 },
      { id: 'repairs', name: 'Repairs', queues: ['support'], dialect: 'left', madeAt: at - 9000 },
    ],
  }
}
