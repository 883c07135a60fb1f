import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openStore } from '#store'
import { freePort, installationText, signInAs } from '../desks/installed.ts'

/** Configurations a server can be started with, and who may come in. */
export interface Companies {
  readonly config: string
  /** The same installation with the first company alone. */
  readonly configOfOne: string
  readonly origin: string
  /** A supervisor of each company. */
  readonly cookies: readonly string[]
}

/** How many companies, and how many people each has. */
export interface Size {
  readonly tenants: number
  readonly agents: number
}

/** Writes the companies, and signs a supervisor of each in as the server itself would keep it. */
export async function install(folder: string, size: Size): Promise<Companies> {
  const port = await freePort()
  const sip = await freePort()
  await mkdir(join(folder, 'data'))
  await writeFile(join(folder, 'flow.yaml'), flow)
  const files = Array.from({ length: size.tenants }, (_, nth) => `./tenant-${nth}.yaml`)
  for (const [nth, file] of files.entries())
    await writeFile(join(folder, file), tenant(nth, size.agents))
  const config = join(folder, 'parley.yaml')
  await writeFile(config, installationText({ port, sip, files, data: './data' }))
  const one = { port, sip, files: files.slice(0, 1), data: './data-of-one' }
  const configOfOne = join(folder, 'one.yaml')
  await writeFile(configOfOne, installationText(one))
  const cookies = await signIn(join(folder, 'data', 'parley.db'), size.tenants)
  return { config, configOfOne, origin: `http://127.0.0.1:${port}`, cookies }
}

async function signIn(file: string, tenants: number): Promise<readonly string[]> {
  await using store = await openStore({ file }, { log: () => {} })
  const put = (nth: number): Promise<string> =>
    signInAs(store, {
      tenantDirectoryId: directoryOf(nth),
      personDirectoryId: personOf(nth, 0),
      name: 'Agent 0',
      userName: 'agent-0@example.com',
    })
  return Promise.all(Array.from({ length: tenants }, (_, nth) => put(nth)))
}

function tenant(nth: number, agentCount: number): string {
  const agents = Array.from({ length: agentCount }, (_, agent) => {
    const role = agent === 0 ? 'supervisor' : 'agent'
    const address = `+441632${(nth * agentCount + agent).toString().padStart(7, '0')}`
    return `  - { id: agent-${agent}, name: Agent ${agent}, directoryId: ${personOf(nth, agent)}, role: ${role}, address: '${address}', queues: [sales, help] }`
  })
  return `
tenant: company-${nth}
name: Company ${nth}
directory: ${directoryOf(nth)}
language: en-GB
channels: { task: {} }
trunks: { in: [carrier], agents: carrier }
numbers: [{ number: '+442${nth.toString().padStart(9, '0')}', flow: main }]
queues:
  - { id: sales, name: Sales, wrapUp: 0s, dispositions: [done] }
  - { id: help, name: Help, wrapUp: 0s, dispositions: [done] }
dispositions: [{ id: done, name: Done }]
agents:
${agents.join('\n')}
flows: [./flow.yaml]
`
}

const flow = `
flow: main
name: Main
start: wait
steps:
  wait: { queue: sales, closed: end, timeout: end }
  end: { hang-up: }
`

function directoryOf(nth: number): string {
  return `7d1f2a9b-0000-4000-8000-1${nth.toString().padStart(11, '0')}`
}

function personOf(nth: number, agent: number): string {
  return `7d1f2a9b-0000-4000-9000-${digits(nth)}${digits(agent)}`
}

function digits(number: number): string {
  return number.toString().padStart(6, '0')
}
