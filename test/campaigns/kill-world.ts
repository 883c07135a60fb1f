import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TenantId } from '#core'
import { toId } from '#core'
import type { Log } from '#engine'
import type { Child } from '../e2e/peers/child.ts'
import { openChild } from '../e2e/peers/child.ts'
import { freePort } from '../e2e/peers/free-port.ts'
import type { Person } from '../e2e/peers/person.ts'
import { signIn } from '../e2e/peers/person.ts'
import { sine } from '../e2e/peers/tones.ts'
import { writeWav } from '../e2e/peers/wav.ts'
import type { Directory } from './directory.ts'
import { openDirectory } from './directory.ts'
import { installationText } from './installation-text.ts'

/** The tenant of the campaign. */
export const tenant: TenantId = toId('storm')
/** The campaign looks at stores, not at logs. */
export const quietLog: Log = () => {}
/** How long an agent wraps up. */
export const wrapUpMs = 1_000
const agents = Array.from({ length: 12 }, (_, index) => `agent-${index + 10}`)
const directory = '7d1f2a9b-0000-4000-8000-000000000002'
const personOf = (index: number): string => `7d1f2a9b-0000-4000-8000-0000000002${index + 10}`
/** How long a caller or a phone waits for a server that was killed: for ever, and calls would use up the load. */
const unheardMsMax = 15_000
const dialled = '+441632960000'

/** Ports everything of a campaign stands on. */
export interface Ports {
  readonly http: number
  readonly sip: number
  readonly phones: number
  readonly callers: number
}

/** Free ports, once for the whole campaign: a server that comes back is found where it was. */
export async function takePorts(): Promise<Ports> {
  return {
    http: await freePort(),
    sip: await freePort(),
    phones: await freePort(),
    callers: await freePort(),
  }
}

/** Writes an installation with a queue, a music and a dozen agents into a folder, and opens their directory. */
export async function openInstallation(folder: string, ports: Ports): Promise<Directory> {
  const names = new Map(agents.map((name, index) => [personOf(index), name]))
  const there = await openDirectory(folder, originOf(ports), { id: directory, names })
  const music = join(folder, 'music.wav')
  await writeWav(music, sine(700, 2_000))
  await writeFile(join(folder, 'parley.yaml'), installationText(ports, there))
  await writeFile(join(folder, 'flow.yaml'), flow)
  await writeFile(join(folder, 'tenant.yaml'), tenantFile(music))
  return there
}

/** Where the server's pages and API are. */
export function originOf({ http }: Ports): string {
  return `http://127.0.0.1:${http}`
}

/** Every agent signs in at the directory as a browser does, and is available. */
export async function signInAgents(ports: Ports): Promise<ReadonlyMap<string, Person>> {
  const people = new Map<string, Person>()
  for (const [index, name] of agents.entries()) {
    const person = await signIn(originOf(ports), personOf(index))
    await person.ready()
    people.set(name, person)
  }
  return people
}

/** Where the installation of a folder keeps everything. */
export function placeIn(folder: string): { readonly file: string } {
  return { file: join(folder, 'data', 'parley.db') }
}

/** SIPp in the place of customers and of phones, through all kills. */
export interface Load extends AsyncDisposable {
  readonly callers: Child
  /** The numbers of callers who heard that their call was answered, so far. */
  readonly answered: () => Promise<ReadonlySet<string>>
}

/** Starts callers and phones. Calls that break off are what a kill means, and no failure of theirs. */
export async function openLoad(
  folder: string,
  ports: Ports,
  callsPerSecond: number,
): Promise<Load> {
  const stack = new AsyncDisposableStack()
  const phones = join(import.meta.dirname, 'phones.xml')
  const prefix = `+4499${Date.now() % 100_000}`
  const text = await readFile(join(import.meta.dirname, 'caller.xml'), 'utf8')
  await writeFile(join(folder, 'caller.xml'), text.replaceAll('@PREFIX@', prefix))
  const log = join(folder, 'answered.log')
  const sipp = async (parameters: string): Promise<Child> =>
    stack.use(
      await openChild('sipp', parameters.split(' '), { cwd: folder, stopSignal: 'SIGKILL' }),
    )
  await sipp(
    `-sf ${phones} -i 127.0.0.1 -p ${ports.phones} -mp ${await freePort()} -t u1 -nostdin -aa -recv_timeout ${unheardMsMax} -deadcall_wait 0 127.0.0.1`,
  )
  const callers = await sipp(
    `-sf ${join(folder, 'caller.xml')} -i 127.0.0.1 -p ${ports.callers} -mp ${await freePort()} -t u1 -nostdin -aa -recv_timeout ${unheardMsMax} -r ${callsPerSecond} -l 400 -m 100000000 -deadcall_wait 0 -trace_logs -log_file ${log} -s ${dialled} 127.0.0.1:${ports.sip}`,
  )
  const running = stack.move()
  return {
    callers,
    async answered() {
      const lines = await readFile(log, 'utf8').catch(() => '')
      return new Set([...lines.matchAll(/answered (\S+)\n/g)].map(([, number = '']) => number))
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

function tenantFile(music: string): string {
  const people = agents.map(
    (name, index) => `
  - id: ${name}
    name: Agent ${index + 10}
    directoryId: ${personOf(index)}
    role: agent
    address: '+4416329601${index + 10}'
    queues: [sales]`,
  )
  return `
tenant: ${tenant}
name: Storm
directory: ${directory}
language: en-GB
trunks: { in: [carrier], agents: phones }
numbers: [{ number: '${dialled}', flow: main }]
hours: [{ id: always, name: Day and night, zone: Europe/London, week: always }]
queues:
  - id: sales
    name: Sales
    hours: always
    music: { file: '${music}' }
    ring: 10s
    wrapUp: ${wrapUpMs / 1000}s
    record: true
    dispositions: [sold]
dispositions: [{ id: sold, name: Sold }]
agents:${people.join('')}
flows: [./flow.yaml]
`
}

const flow = `
flow: main
name: Main line
start: sales
steps:
  sales: { queue: sales, closed: end, timeout: end }
  end: { hang-up: }
`
