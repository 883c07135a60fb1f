import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Child } from '../../e2e/peers/child.ts'
import { openChild } from '../../e2e/peers/child.ts'
import { freePort } from '../../e2e/peers/free-port.ts'
import type { Person } from '../../e2e/peers/person.ts'
import { signIn } from '../../e2e/peers/person.ts'
import { sine } from '../../e2e/peers/tones.ts'
import { until } from '../../e2e/peers/until.ts'
import { writeWav } from '../../e2e/peers/wav.ts'
import type { Directory } from '../directory.ts'
import { openDirectory } from '../directory.ts'
import { installationText } from '../installation-text.ts'

const root = join(import.meta.dirname, '..', '..', '..')
const directory = '7d1f2a9b-0000-4000-8000-000000000003'
const idOf = (index: number): string => `7d1f2a9b-0000-4000-8000-0000000003${10 + index}`
const names = Array.from({ length: 16 }, (_, index) => `agent-${10 + index}`)

/** The number callers dial. */
export const dialled = '+441632960000'

/** A whole installation under test: the server as a process, everybody signed in, phones on the wire. */
export interface SoakWorld extends AsyncDisposable {
  readonly server: Child
  readonly inspectorPort: number
  readonly people: readonly Person[]
  readonly sipPort: number
  readonly folder: string
}

/** Starts directory, server and phones, and signs everybody in. */
export async function openSoakWorld(): Promise<SoakWorld> {
  const [http, sip, phones, inspectorPort] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ]
  const stack = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'parley-soak-'))
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  try {
    const people = new Map(names.map((name, index) => [idOf(index), name]))
    const origin = `http://127.0.0.1:${http}`
    const there = stack.use(await openDirectory(folder, origin, { id: directory, names: people }))
    await writeWav(join(folder, 'music.wav'), sine(700, 2_000))
    await writeFile(join(folder, 'parley.yaml'), installationText({ http, sip, phones }, there))
    await writeFile(join(folder, 'tenant.yaml'), tenant)
    await writeFile(join(folder, 'flow.yaml'), flow)
    stack.use(await openPhones(folder, phones))
    const server = stack.use(await openServer(folder, inspectorPort, there))
    await until(
      'GET /readyz says ready',
      async () => (await fetch(`${origin}/readyz`).catch(() => undefined))?.ok,
    )
    const signedIn = await Promise.all(names.map((_, index) => signIn(origin, idOf(index))))
    await Promise.all(signedIn.map(person => person.ready()))
    const running = stack.move()
    return {
      server,
      inspectorPort,
      people: signedIn,
      sipPort: sip,
      folder,
      [Symbol.asyncDispose]: () => running.disposeAsync(),
    }
  } catch (error) {
    await stack.disposeAsync()
    throw error
  }
}

function openServer(folder: string, inspectorPort: number, { env }: Directory): Promise<Child> {
  return openChild(
    process.execPath,
    [
      `--inspect=127.0.0.1:${inspectorPort}`,
      join(root, 'bin', 'parley.js'),
      'start',
      '--config',
      join(folder, 'parley.yaml'),
    ],
    {
      cwd: folder,
      env: { NO_COLOR: '1', ...env },
    },
  )
}

async function openPhones(folder: string, port: number): Promise<Child> {
  const scenario = join(import.meta.dirname, 'phone.xml')
  const parameters = `-sf ${scenario} -i 127.0.0.1 -p ${port} -mp ${await freePort()} -t u1 -rtp_echo -nostdin -aa -deadcall_wait 0 127.0.0.1`
  return openChild('sipp', parameters.split(' '), { cwd: folder, stopSignal: 'SIGKILL' })
}

const tenant = `
tenant: soak
name: Soak
directory: ${directory}
language: en-GB
trunks: { in: [carrier], agents: phones }
numbers: [{ number: '${dialled}', flow: main }]
hours: [{ id: always, name: Day and night, zone: Europe/London, week: always }]
queues:
  - id: sales
    name: Sales
    hours: always
    music: { file: ./music.wav }
    ring: 3s
    afterNoAnswer: not-ready
    wrapUp: 2s
    waitMax: 8s
    record: true
    dispositions: [sold]
dispositions: [{ id: sold, name: Sold }]
agents:${names
  .map(
    (name, index) => `
  - { id: ${name}, name: Agent ${10 + index}, directoryId: ${idOf(index)}, role: agent, address: '+4416329601${10 + index}', queues: [sales] }`,
  )
  .join('')}
flows: [./flow.yaml]
`

const flow = `
flow: main
name: Main line
start: sales
steps:
  sales: { queue: sales, closed: end, timeout: mailbox }
  mailbox: { voicemail: Please leave a message., max: 5s, next: end }
  end: { hang-up: }
`
