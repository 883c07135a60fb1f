import type { DeskView, MonitorView, OfferView, PeopleView } from '#contract'
import {
  amara,
  choices,
  customer,
  decision,
  dialled,
  joel,
  mei,
  rosa,
  sales,
  spanish,
  support,
  tom,
} from './cast.ts'

/** The states a desk can show. */
export const deskCases = [
  'signed-out',
  'not-ready',
  'missed',
  'available',
  'offer',
  'talk',
  'held',
  'consult',
  'asked',
  'wrap-up',
  'tasks',
] as const

export type DeskCase = (typeof deskCases)[number]
type TalkCase = 'talk' | 'held' | 'consult' | 'asked'

function baseAt(at: number): DeskView {
  return {
    at,
    agent: amara,
    state: 'available',
    since: at - 252_000,
    next: { state: 'available' },
    queues: [
      { ...sales, waiting: 0 },
      { ...support, waiting: 3 },
      { ...spanish, waiting: 1 },
    ],
    today: {
      since: at - 20_000_000,
      handled: 17,
      talkMs: 17 * 221_000,
      wrapUpMs: 17 * 38_000,
      averageMs: 259_000,
    },
    presence: 'available',
    device: 'ready',
    notReadyReasons: ['Break', 'Lunch', 'Training', 'Meeting', 'Back office'],
  }
}

function offerAt(at: number): OfferView {
  return {
    offer: 'offer-1',
    interaction: 'i-1',
    customer,
    dialled,
    queue: support,
    choices,
    waitedMs: 47_000,
    madeAt: at - 6000,
    until: at + 14_000,
    why: decision,
  }
}

/** A talk, plain and in each of its turns. */
function talksAt(at: number): Pick<Readonly<Record<DeskCase, DeskView>>, TalkCase> {
  const { interaction, queue } = offerAt(at)
  const since = at - 187_000
  const talk = { interaction, customer, dialled, queue, choices, since, recorded: true }
  const desk: DeskView = {
    ...baseAt(at),
    state: 'talking',
    since,
    next: { state: 'not-ready', reason: 'Lunch' },
    talk,
  }
  const consult = { with: joel.name, number: '+441632960171', since: at - 9000 }
  const monitor: MonitorView = { supervisor: rosa, mode: 'listen', state: 'up', since: at - 60_000 }
  const held = { since: at - 31_000, by: 'agent' as const }
  return {
    talk: desk,
    held: {
      ...desk,
      talk: { ...talk, held, muted: true, recorded: false, recordingPaused: true, monitor },
    },
    consult: {
      ...desk,
      talk: {
        ...talk,
        held,
        recorded: false,
        recordingRests: true,
        consult: { ...consult, state: 'talking', mine: true },
      },
    },
    asked: {
      ...desk,
      talk: { ...talk, consult: { ...consult, state: 'joined', mine: false } },
    },
  }
}

/** Two tasks at once: one under way, one offered. */
function tasksAt(at: number): DeskView {
  const link = 'https://shop.example/orders/4711'
  return {
    ...baseAt(at),
    state: 'talking',
    load: { used: 60, of: 100 },
    works: [
      {
        interaction: 'i-8',
        channel: 'task',
        state: 'talking',
        customer,
        queue: sales,
        title: 'Check order 4711: the address is outside our delivery area',
        link,
        since: at - 95_000,
      },
      {
        interaction: 'i-9',
        channel: 'task',
        state: 'reserved',
        customer: { address: 'rosa@example.com', name: 'Rosa Field' },
        queue: support,
        title: 'Answer the web form: the zip of a jacket',
        link,
        offer: 'offer-9',
        since: at - 5000,
        until: at + 15_000,
      },
    ],
  }
}

/** The desk of one agent in each of its states, at one moment. */
export function desksAt(at: number): Readonly<Record<DeskCase, DeskView>> {
  const base = baseAt(at)
  const offer = offerAt(at)
  const { interaction, queue } = offer
  return {
    available: base,
    'signed-out': {
      ...base,
      state: 'signed-out',
      since: at - 50_000_000,
      next: { state: 'signed-out' },
    },
    'not-ready': { ...base, state: 'not-ready', reason: 'Lunch', since: at - 754_000 },
    missed: { ...base, state: 'not-ready', reason: 'missed an offer', since: at - 31_000 },
    offer: { ...base, state: 'reserved', since: at - 6000, offer },
    ...talksAt(at),
    tasks: tasksAt(at),
    'wrap-up': {
      ...base,
      state: 'wrap-up',
      since: at - 12_000,
      wrapUp: {
        interaction,
        customer,
        queue,
        since: at - 12_000,
        until: at + 48_000,
        dispositions: [
          { id: 'solved', name: 'Solved' },
          { id: 'callback', name: 'Will call back' },
          { id: 'order', name: 'Order taken' },
          { id: 'complaint', name: 'Complaint' },
          { id: 'wrong', name: 'Wrong department' },
        ],
        form: [
          { id: 'order', label: 'Order number', kind: 'text', required: true },
          {
            id: 'product',
            label: 'Product',
            kind: 'choice',
            required: false,
            choices: ['Jacket', 'Boots', 'Tent'],
          },
          { id: 'amount', label: 'Refund in pounds', kind: 'number', required: false },
          {
            id: 'again',
            label: 'Has the customer called before?',
            kind: 'yes-no',
            required: false,
          },
        ],
      },
    },
  }
}

/** Whom Amara can hand a call to, of those whose name has the letters asked for. */
export function peopleAt(at: number, find = ''): PeopleView {
  const has = ({ name }: { readonly name: string }): boolean =>
    name.toLocaleLowerCase().includes(find.toLocaleLowerCase())
  const agents: PeopleView['agents'] = [
    { ...joel, state: 'talking', presence: 'in-a-call', device: 'ready' },
    { ...mei, state: 'available', presence: 'available', device: 'ready' },
    { ...rosa, state: 'available', presence: 'in-a-meeting', device: 'ready' },
    { ...tom, state: 'not-ready', reason: 'Lunch', presence: 'away', device: 'unreachable' },
  ]
  const queues: PeopleView['queues'] = [
    { ...sales, open: true, waiting: 0, available: 3, expectedWaitMs: 0 },
    { ...support, open: true, waiting: 3, available: 0, expectedWaitMs: 134_000 },
    { ...spanish, open: false, waiting: 0, available: 0 },
  ]
  const experts: PeopleView['experts'] = [
    { id: 'warranty', name: 'Hanne Vestergaard', address: '+441632960188', about: 'Warranty law' },
  ]
  return {
    at,
    agents: agents.filter(has),
    queues: queues.filter(has),
    experts: experts.filter(has),
    more: false,
  }
}
