import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openEmulator, type Emulator } from '#emulator'
import { freePort } from './free-port.ts'
import type { Parley } from './parley.ts'
import { openParley } from './parley.ts'
import type { Person } from './person.ts'
import { signIn } from './person.ts'
import { sine } from './tones.ts'
import { writeWav } from './wav.ts'
import type { WebEntries } from './web-entries.ts'
import { fullQueue, sorryHz, webEntries, webFlows } from './web-entries.ts'

/** Our own name on the trunk to Teams, and the name of Microsoft's proxy as certificates prove it. */
export const trunkName = 'sbc.parley.example'
export const proxyName = 'sip.pstnhub.microsoft.com'

/** What a waiting caller hears: a pitch nobody else in these tests uses. */
export const musicHz = 700

const directory = '7d1f2a9b-0000-4000-8000-000000000001'
const clientId = '7d1f2a9b-0000-4000-8000-00000000aaaa'
const secret = 'of-a-test-and-worth-nothing'

/** The people of the contact center, in the order of their telephone numbers. */
export const agents = ['ada', 'ben', 'cleo'] as const
export type AgentName = (typeof agents)[number]

/** The one of them who may see everybody's calls. */
export const supervisor: AgentName = 'cleo'

const directoryIdOf = (index: number): string => `7d1f2a9b-0000-4000-8000-0000000001${10 + index}`
/** The number of an agent's Teams phone. */
export function numberOf(agent: AgentName): string {
  return `+4416329601${10 + agents.indexOf(agent)}`
}

/** An installation that runs, with people who can sign in and a place where Teams should stand. */
export interface ContactCenter extends AsyncDisposable {
  readonly parley: Parley
  readonly origin: string
  /** Where callers call, over UDP and TCP. */
  readonly sip: { readonly host: string; readonly port: number }
  /** Where Teams calls, and whoever else calls over TLS. */
  readonly tlsPort: number
  readonly emulator: Emulator
  person(agent: AgentName): Promise<Person>
}

/** What differs between contact centers. */
export interface CenterOptions {
  /** The port of whatever stands in Teams' place; TLS. */
  readonly teamsPort: number
  /** How long a phone rings. */
  readonly ring?: string
  readonly wrapUp?: string
  /** Who may change the configuration; nobody where it is left out. */
  readonly admin?: AgentName
  /** Sales asks for an order number in the wrap-up, and there is another open queue, which nobody serves. */
  readonly service?: boolean
  /** Customers call from web pages too. */
  readonly web?: WebEntries
  /** More of the tenant's own file, as it is written there. */
  readonly more?: string
}

/** The emulated directory lives beside the test, so that Parley signs in over the network as it would in the cloud. */
export async function openContactCenter(
  emulator: Emulator,
  ports: { readonly http: number; readonly sip: number; readonly tls: number },
  options: CenterOptions,
): Promise<ContactCenter> {
  const identity = await emulator.issue([trunkName])
  const folder = await mkdtemp(join(tmpdir(), 'parley-center-'))
  const stack = new AsyncDisposableStack()
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  try {
    const authority = join(folder, 'authority.pem')
    const music = join(folder, 'music.wav')
    await writeFile(authority, emulator.authority)
    await writeWav(music, sine(musicHz, 2_000))
    const sorry = join(folder, 'sorry.wav')
    await writeWav(sorry, sine(sorryHz, 3_000))
    const parley = stack.use(
      await openParley({
        httpPort: ports.http,
        files: {
          'parley.yaml': installation(emulator, ports, options),
          'tenant.yaml': tenant(music, options),
          'flow.yaml': flow,
          'closed-flow.yaml': closedFlow,
          'ben-flow.yaml': benFlow,
          ...(options.web && webFlows(sorry)),
          'sbc.key': identity.key,
          'sbc.pem': identity.cert,
          'authority.pem': identity.ca,
        },
        env: { PARLEY_ENTRA_CLIENT_SECRET: secret, NODE_EXTRA_CA_CERTS: authority },
      }),
    )
    const origin = `http://127.0.0.1:${ports.http}`
    const running = stack.move()
    return {
      parley,
      origin,
      sip: { host: '127.0.0.1', port: ports.sip },
      tlsPort: ports.tls,
      emulator,
      person: agent => signIn(origin, directoryIdOf(agents.indexOf(agent))),
      [Symbol.asyncDispose]: () => running.disposeAsync(),
    }
  } catch (error) {
    await stack.disposeAsync()
    throw error
  }
}

/** Ports for one contact center, and a directory in which its people and Parley itself are registered. */
export async function openDirectory(): Promise<
  AsyncDisposable & {
    readonly emulator: Emulator
    readonly ports: { readonly http: number; readonly sip: number; readonly tls: number }
  }
> {
  const ports = { http: await freePort(), sip: await freePort(), tls: await freePort() }
  const folder = await mkdtemp(join(tmpdir(), 'parley-directory-'))
  const emulator = await openEmulator(
    {
      tenants: [
        {
          directoryId: directory,
          name: 'Test House',
          domains: ['parley.example'],
          people: agents.map((name, index) => ({
            id: directoryIdOf(index),
            name: nameOf(name),
            userName: `${name}@parley.example`,
          })),
          apps: [
            {
              clientId,
              secret,
              name: 'Parley',
              redirectUris: [`http://127.0.0.1:${ports.http}/auth/callback`],
            },
          ],
        },
      ],
      sbcs: {},
    },
    { dataFolder: folder, log: () => undefined },
  )
  return {
    emulator,
    ports,
    async [Symbol.asyncDispose]() {
      await emulator.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** What people call an agent. */
export function nameOf(agent: AgentName): string {
  return { ada: 'Ada Marsh', ben: 'Ben Okoro', cleo: 'Cleo Santos' }[agent]
}

function installation(
  { entra }: Emulator,
  { http, sip, tls }: { readonly http: number; readonly sip: number; readonly tls: number },
  { teamsPort }: CenterOptions,
): string {
  return `
data: ./data
http: { host: 127.0.0.1, port: ${http}, publicUrl: 'http://127.0.0.1:${http}' }
sip:
  listen:
    - { transport: udp, host: 127.0.0.1, port: ${sip} }
    - { transport: tcp, host: 127.0.0.1, port: ${sip} }
    - { transport: tls, host: 127.0.0.1, port: ${tls} }
  tls: { key: ./sbc.key, certificate: ./sbc.pem, authority: ./authority.pem }
media: { address: 127.0.0.1, ports: { from: 0, to: 0 } }
trunks:
  - { id: carrier, kind: carrier, peers: [127.0.0.1] }
  - id: teams
    kind: direct-routing
    fqdn: ${trunkName}
    proxies:
      - { host: 127.0.0.1, port: ${teamsPort}, servername: ${proxyName} }
entra: { authority: '${entra.origin}', knownAuthority: '${entra.knownAuthority}', clientId: ${clientId} }
trace: all
log: { level: info, format: json }
tenants: [./tenant.yaml]
`
}

/** The numbers callers know. */
export const numbers = {
  main: '+441632960000',
  closed: '+441632960001',
  ben: '+441632960002',
  unknown: '+441632960009',
} as const

function tenant(
  music: string,
  { ring = '20s', wrapUp = '60s', admin, service = false, web, more = '' }: CenterOptions,
): string {
  const people = agents.map(
    (agent, index) => `
  - id: ${agent}
    name: ${nameOf(agent)}
    directoryId: ${directoryIdOf(index)}
    role: ${roleOf(agent, admin)}
    address: '${numberOf(agent)}'
    skills: { english: 4 }
    queues: [sales]`,
  )
  return `
tenant: test-house
name: Test House
directory: ${directory}
language: en-GB
trunks: { in: [carrier], agents: teams }
numbers:
  - { number: '${numbers.main}', flow: main }
  - { number: '${numbers.closed}', flow: closed }
  - { number: '${numbers.ben}', flow: ben }
hours:
  - { id: always, name: Day and night, zone: Europe/London, week: always }
  - { id: never, name: Never, zone: Europe/London, week: {} }
queues:
  - id: sales
    name: Sales
    skills: { required: { english: 3 } }
    hours: always
    music: { file: '${music}' }
    ring: ${ring}
    wrapUp: ${wrapUp}
    record: true
    dispositions: [sold, not-today]${service ? serviceQueue(music) : ''}
  - id: night
    name: Night desk
    hours: never
    dispositions: [sold]${web === undefined ? '' : fullQueue}
dispositions:
  - { id: sold, name: Sold }
  - { id: not-today, name: Not today }
agents:${people.join('')}
${more}${web === undefined ? '' : webEntries(web)}
flows: [./flow.yaml, ./closed-flow.yaml, ./ben-flow.yaml${web === undefined ? '' : ', ./web-closed.yaml, ./web-full.yaml'}]
`
}

function serviceQueue(music: string): string {
  return `
    forms: [{ id: order, label: Order number, kind: text, required: true }]
  - id: service
    name: Service
    hours: always
    music: { file: '${music}' }
    dispositions: [sold]`
}

function roleOf(agent: AgentName, admin: AgentName | undefined): string {
  if (agent === admin) return 'admin'
  return agent === supervisor ? 'supervisor' : 'agent'
}

const flow = `
flow: main
name: Main line
start: choice
steps:
  choice:
    menu: Welcome to the test house. For sales, press 1.
    keys: { 1: sales }
    wait: 2s
    attempts: 1
    otherwise: goodbye
  sales: { queue: sales, closed: goodbye, timeout: goodbye }
  goodbye:
    say: Goodbye.
    next: end
  end: { hang-up: }
`

const closedFlow = `
flow: closed
name: Night line
start: night
steps:
  night: { queue: night, closed: sorry, timeout: sorry }
  sorry:
    say: We are closed.
    next: end
  end: { hang-up: }
`

/** Ben's own number: it rings his phone, and takes a message when he does not answer. */
const benFlow = `
flow: ben
name: Ben direct
start: phone
steps:
  phone: { transfer: '${numberOf('ben')}', ring: 5s, busy: message, noAnswer: message }
  message: { voicemail: Please leave a message., max: 60s, silence: 10s, end: '#', next: end }
  end: { hang-up: }
`
