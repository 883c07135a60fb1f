import type {
  AuditView,
  CheckedView,
  ConfigView,
  PromptsView,
  TrunksView,
  VersionsView,
} from '#contract'
import { amara, dialled, joel, mei, rosa, sales, spanish, support, tom } from './cast.ts'
import { flowsAt } from './interaction-views.ts'

const flowText = `id: main
name: Main line
start: greeting
steps:
  greeting:
    say: welcome
    next: menu
  menu:
    menu: choose
    keys: { 1: sales, 2: support }
    otherwise: sales
  sales: { queue: sales, timeout: message, closed: message }
  support: { queue: support, timeout: message, closed: message }
  message: { voicemail: Leave a message, next: end }
  end: hang-up
`

const dispositions = [
  { id: 'solved', name: 'Solved' },
  { id: 'callback', name: 'Will call back' },
  { id: 'complaint', name: 'Complaint' },
]

/** What the made-up company has set, as its file says it. */
const sections: ConfigView['sections'] = {
  tenant: {
    name: 'Contoso Outfitters',
    language: 'en-GB',
    notReadyReasons: ['Break', 'Lunch', 'Training'],
  },
  numbers: [
    { number: dialled, flow: 'main' },
    { number: '+441632960101', flow: 'main' },
  ],
  queues: [sales, support, spanish].map((queue, nth) => ({
    ...queue,
    hours: 'office',
    skills: { required: nth === 2 ? { spanish: 3 } : { english: 3, products: 2 } },
    routing: 'longest-idle',
    ring: '20s',
    wrapUp: '1m',
    serviceLevel: '20s',
    waitMax: '10m',
    dispositions: dispositions.map(({ id }) => id),
    record: true,
  })),
  people: [amara, joel, mei, rosa, tom].map((person, nth) => ({
    ...person,
    role: nth === 0 ? 'admin' : 'agent',
    directoryId: `4e0f6d10-51c2-4a38-9a7e-7d1f2a9b020${nth}`,
    address: `+44163296017${nth}`,
    queues: nth === 3 ? ['support', 'spanish'] : ['sales', 'support'],
    skills: { english: 5 - nth, products: 3 },
  })),
  skills: [
    { id: 'english', name: 'English' },
    { id: 'spanish', name: 'Spanish' },
    { id: 'products', name: 'Products' },
  ],
  hours: [
    {
      id: 'office',
      name: 'Office hours',
      zone: 'Europe/London',
      week: { 'mon-fri': '09:00-18:00', sat: ['10:00-13:00', '14:00-16:00'] },
      holidays: [
        { date: '2026-12-24', name: 'Christmas Eve', open: '09:00-12:00' },
        { date: '2026-12-25', name: 'Christmas Day' },
      ],
    },
    { id: 'always', name: 'Day and night', zone: 'Europe/London', week: 'always' },
  ],
  dispositions,
  forms: {
    support: [],
    sales: [
      { id: 'order', label: 'Order number', kind: 'text', required: true },
      { id: 'product', label: 'Product', kind: 'choice', choices: ['Jacket', 'Boots', 'Tent'] },
      { id: 'again', label: 'Has the customer called before?', kind: 'yes-no' },
    ],
    spanish: [],
  },
  experts: [
    {
      id: 'warranty',
      name: 'Hanne Vestergaard',
      address: '+441632960188',
      about: 'Warranty law',
    },
  ],
  webCalls: [
    {
      id: 'shop',
      name: 'Talk to our shop',
      flow: 'main',
      number: dialled,
      origins: ['https://www.contoso.example'],
      consent: 'Calls are recorded so that we can serve you better.',
    },
  ],
}

/** The document in force. */
export function configAt(at: number): ConfigView {
  const [graph] = flowsAt(at).flows
  const path = 'flows/main.yaml'
  return {
    version: 12,
    at: at - 5_400_000,
    by: amara.name,
    origin: 'page',
    why: 'Saturday hours for the season',
    tenant: {
      id: 'contoso',
      directory: '4e0f6d10-51c2-4a38-9a7e-7d1f2a9b0001',
      trunks: { in: ['carrier'], agents: 'teams' },
    },
    sections,
    flows: [{ path, id: 'main', name: 'Main line', text: flowText }],
    graphs: graph === undefined ? {} : { [path]: graph },
    complaints: [],
    filesDiffer: false,
  }
}

/** What a change of the queue Support would do: a difference, a warning, and an effect that hurts. */
export function checkedAt(at: number): CheckedView {
  return {
    version: configAt(at).version,
    ok: true,
    complaints: [
      {
        severity: 'warning',
        section: 'queues',
        file: 'tenants/contoso/tenant.yaml',
        line: 41,
        column: 5,
        path: ['queues', 1, 'waitMax'],
        code: 'wait-is-short',
        words: 'Callers wait for Support up to 1 minute, less than its usual wait',
        remedy: 'Let them wait longer, or offer a call back',
      },
    ],
    differences: [
      {
        section: 'queues',
        item: 'support',
        key: 'waitMax',
        kind: 'changed',
        before: '10m',
        after: '1m',
      },
    ],
    effects: [
      {
        code: 'timeouts',
        words: 'Two callers who wait now leave the queue at once.',
        danger: true,
      },
    ],
    graphs: {},
  }
}

/** One trunk that answers, and one with a target that is silent. */
export function trunksAt(at: number): TrunksView {
  return {
    at,
    presence: {
      state: 'troubled',
      words: 'Microsoft Graph takes longer than we wait.',
      remedy: 'It is asked again by itself; calls go on with what was known.',
    },
    rows: [
      {
        id: 'carrier',
        kind: 'carrier',
        use: ['in'],
        name: '198.51.100.0/24',
        registration: { registrar: 'sip.carrier.example', state: 'registered' },
        targets: [],
      },
      {
        id: 'teams',
        kind: 'direct-routing',
        use: ['agents'],
        name: 'contoso.parley.example',
        targets: [
          { target: 'sip.pstnhub.microsoft.com:5061', state: 'up', roundTripMs: 18 },
          { target: 'sip2.pstnhub.microsoft.com:5061', state: 'up', roundTripMs: 31 },
          { target: 'sip3.pstnhub.microsoft.com:5061', state: 'down', reason: 'no answer in 4 s' },
        ],
      },
    ],
  }
}

/** The last versions of the document. */
export function versionsAt(at: number): VersionsView {
  const whys = ['Saturday hours for the season', 'Rosa serves Support too', '', 'First set-up']
  return {
    rows: whys.map((why, nth) => ({
      version: 12 - nth,
      at: at - (1 + nth * 30) * 5_400_000,
      by: nth === 3 ? 'the files on the server' : amara.name,
      origin: nth === 3 ? 'files' : 'page',
      why,
    })),
  }
}

/** Two prompts, one of which nothing plays. */
export function promptsAt(at: number): PromptsView {
  return {
    rows: [
      {
        name: 'welcome',
        durationMs: 4200,
        bytes: 67_244,
        at: at - 8_000_000,
        usedIn: ['flows/main.yaml'],
      },
      { name: 'snow-day', durationMs: 9800, bytes: 156_844, at: at - 900_000, usedIn: [] },
    ],
    voices: [
      { id: 'en-gb-1', name: 'Alba', language: 'en-GB' },
      { id: 'es-es-1', name: 'Sharvard', language: 'es-ES' },
    ],
  }
}

/** Who did what, the newest first. */
export function auditAt(at: number): AuditView {
  const row = (
    seq: number,
    what: string,
    about: string,
    sides: object,
  ): AuditView['rows'][number] => ({
    seq,
    at: at - (50 - seq) * 700_000,
    who: amara.name,
    what,
    about,
    hash: '9f2c41d2a7b6e8d0',
    ...sides,
  })
  return {
    rows: [
      row(49, 'config-changed', 'queues support', {
        before: { waitMax: '5m', wrapUp: '45s' },
        after: { waitMax: '10m', wrapUp: '1m' },
      }),
      row(48, 'prompt-spoken', 'prompt welcome', {
        before: { text: 'Welcome.' },
        after: { text: 'Welcome to Contoso.' },
      }),
      row(47, 'prompt-uploaded', 'prompt snow-day', { after: { durationMs: 9800 } }),
    ],
    next: 46,
  }
}
