import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '#store'
import { freePort, installationText, signInAs } from './installed.ts'

/** Desks for each queue; each agent serves two queues. */
const queueSize = 50
/** Agents of the queue in which tasks only wait. */
const quietSize = 100

const directory = '7d1f2a9b-0000-4000-8000-000000000001'

/** A folder a server can be started on, and who may come in. */
export interface Installed {
  readonly folder: string
  readonly config: string
  readonly origin: string
  /** Everybody's cookie, in the order of the desks; the first `supervisors` of them see the board. */
  readonly cookies: readonly string[]
}

/** How large the company is. */
export interface Size {
  readonly desks: number
  readonly supervisors: number
}

/** Writes the configuration of a company, and signs everybody in as the server itself would keep it. */
export async function install({ desks, supervisors }: Size): Promise<Installed> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-desks-'))
  const port = await freePort()
  const sip = await freePort()
  const config = join(folder, 'parley.yaml')
  await mkdir(join(folder, 'data'))
  await writeFile(config, installationText({ port, sip, files: ['./tenant.yaml'], data: './data' }))
  await writeFile(join(folder, 'tenant.yaml'), tenant({ desks, supervisors }))
  await writeFile(join(folder, 'flow.yaml'), flow)
  const cookies = await signIn(join(folder, 'data', 'parley.db'), desks)
  return { folder, config, origin: `http://127.0.0.1:${port}`, cookies }
}

async function signIn(file: string, desks: number): Promise<readonly string[]> {
  await using store = await openStore({ file }, { log: () => {} })
  const put = (desk: number): Promise<string> =>
    signInAs(store, {
      tenantDirectoryId: directory,
      personDirectoryId: directoryIdOf(desk),
      name: `Agent ${desk}`,
      userName: `agent-${desk}@example.com`,
    })
  return Promise.all(Array.from({ length: desks }, (_, desk) => put(desk)))
}

function tenant({ desks, supervisors }: Size): string {
  const queues = Math.max(2, Math.ceil(desks / queueSize))
  const queueLines = indices(queues).map(
    queue => `  - { id: queue-${queue}, name: Queue ${queue}, wrapUp: 0s, dispositions: [done] }`,
  )
  // A line that only grows and shrinks: nobody of it is ever available.
  const quiet = new Set(
    indices(desks)
      .filter(desk => desk >= supervisors && desk % 3 !== 0)
      .slice(0, quietSize),
  )
  const agentLines = indices(desks).map(desk => {
    const served = [desk % queues, (desk + 1) % queues].map(queue => `queue-${queue}`)
    const own = [...served, ...(quiet.has(desk) ? ['quiet'] : [])].join(', ')
    const role = desk < supervisors ? 'supervisor' : 'agent'
    return `  - { id: agent-${desk}, name: Agent ${desk}, directoryId: ${directoryIdOf(desk)}, role: ${role}, address: '+4416329${60_000 + desk}', queues: [${own}] }`
  })
  return `
tenant: contoso
name: Contoso
directory: ${directory}
language: en-GB
channels: { task: {} }
trunks: { in: [carrier], agents: carrier }
numbers: [{ number: '+441632950000', flow: main }]
queues:
${queueLines.join('\n')}
  - { id: quiet, name: Quiet, wrapUp: 0s, dispositions: [done] }
dispositions: [{ id: done, name: Done }]
agents:
${agentLines.join('\n')}
flows: [./flow.yaml]
`
}

const flow = `
flow: main
name: Main
start: wait
steps:
  wait: { queue: queue-0, closed: end, timeout: end }
  end: { hang-up: }
`

function directoryIdOf(desk: number): string {
  return `7d1f2a9b-0000-4000-8000-${String(desk).padStart(12, '0')}`
}

function indices(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index)
}
