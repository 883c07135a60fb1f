import { createSocket } from 'node:dgram'
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Child } from './child.ts'
import { openChild } from './child.ts'
import { freePort } from './free-port.ts'
import { until } from './until.ts'

/** What a scenario told the test: its word, and whatever it sent along, such as the port of the far end's sound. */
export type Told = Readonly<Record<string, string>>

/**
 * SIPp with one call, steered while it runs: scenarios tell the test where they are (`sendCmd`) and
 * wait for its word (`recvCmd`), over the socket SIPp has for its twin. So nothing depends on pauses.
 */
export interface Sipp extends AsyncDisposable {
  readonly port: number
  /** The word a scenario says when it comes to a point. */
  told(word: string, msMax?: number): Promise<Told>
  /** Lets a scenario that waits go on. */
  go(): void
  /** Resolves when the scenario came to its end; throws with SIPp's own account when it did not. */
  finished(): Promise<void>
}

/** How SIPp is run. */
export interface SippOptions {
  /** The file in `scenarios`, without its ending. */
  readonly scenario: string
  readonly transport?: 'udp' | 'tcp'
  readonly host?: string
  /** Where it listens; anywhere where it is left out. */
  readonly port?: number
  /** Where to call; without it SIPp waits for a call. */
  readonly to?: { readonly host: string; readonly port: number; readonly user: string }
  /** Put in the place of `@NAME@` in the scenario. */
  readonly words?: Readonly<Record<string, string | number>>
}

/** How long SIPp gets to end a call that the test has left behind. */
const quitMsMax = 1_000

const endOfCommand = '\x1b'

/** Starts SIPp on a scenario. */
export async function openSipp(options: SippOptions): Promise<Sipp> {
  const { host = '127.0.0.1', to, transport = 'udp' } = options
  const folder = await mkdtemp(join(tmpdir(), 'parley-sipp-'))
  const stack = new AsyncDisposableStack()
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  try {
    const twin = stack.use(await openTwin())
    const port = options.port ?? (await freePort(host))
    // SIPp listens for its control at every address, and without it mistakes its sockets for each other.
    const controlPort = await freePort('0.0.0.0')
    const file = join(folder, `${options.scenario}.xml`)
    await writeFile(file, await scenarioText(options))
    const parameters = [
      `-sf ${file} -i ${host} -p ${port} -t ${transport === 'udp' ? 'u1' : 't1'}`,
      `-cp ${controlPort}`,
      '-m 1 -nostdin -timeout 110s -timeout_error -trace_err -trace_msg',
      `-3pcc 127.0.0.1:${twin.port}`,
      to === undefined ? '-aa' : `-s ${to.user} ${to.host}:${to.port}`,
    ].flatMap(text => text.split(' '))
    const child = stack.use(
      await openChild('sipp', parameters, { cwd: folder, stopSignal: 'SIGKILL' }),
    )
    stack.defer(() => quit(child, controlPort))
    await until('SIPp has found its twin', () => twin.isConnected())
    const running = stack.move()
    return {
      port,
      async told(word, msMax) {
        try {
          return await twin.told(word, msMax)
        } catch (error) {
          throw new Error(`SIPp never said “${word}”\n${await account(folder)}`, { cause: error })
        }
      },
      go: () => twin.go(),
      async finished() {
        const code = await child.exited
        if (code !== 0) throw new Error(`SIPp ended with ${code}\n${await account(folder)}`)
      },
      [Symbol.asyncDispose]: () => running.disposeAsync(),
    }
  } catch (error) {
    await stack.disposeAsync()
    throw error
  }
}

/** Lets SIPp end its call before it goes, where a test was over sooner than the scenario. */
async function quit(child: Child, controlPort: number): Promise<void> {
  const socket = createSocket('udp4')
  socket.send('Q', controlPort, '127.0.0.1', () => socket.close())
  await Promise.race([child.exited, pause(quitMsMax)])
}

async function scenarioText({ scenario, words = {} }: SippOptions): Promise<string> {
  const file = join(import.meta.dirname, '..', 'scenarios', `${scenario}.xml`)
  const text = await readFile(file, 'utf8')
  return text.replaceAll(/@([A-Z_]+)@/g, (_, name: string) => {
    const word = words[name]
    if (word === undefined) throw new Error(`${scenario}.xml wants a word for ${name}`)
    return String(word)
  })
}

/** What SIPp wrote down of errors and messages. */
async function account(folder: string): Promise<string> {
  const files = (await readdir(folder)).filter(file => file.endsWith('.log'))
  const texts = await Promise.all(files.map(file => readFile(join(folder, file), 'utf8')))
  return texts.join('\n').slice(-12_000)
}

interface Twin extends AsyncDisposable {
  readonly port: number
  isConnected(): boolean
  told(word: string, msMax?: number): Promise<Told>
  go(): void
}

/** The other end of SIPp's twin socket. A command is text that ends with an escape character. */
async function openTwin(): Promise<Twin> {
  const tellings: Told[] = []
  let socket: Socket | undefined
  let rest = ''
  const server = createServer(connected => {
    socket = connected
    connected.on('error', () => undefined)
    connected.on('data', data => {
      const parts = (rest + data.toString('latin1')).split(endOfCommand)
      rest = parts.pop() ?? ''
      tellings.push(...parts.map(toldOf))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    port: address !== null && typeof address === 'object' ? address.port : 0,
    isConnected: () => socket !== undefined,
    told: (word, msMax) =>
      until(`SIPp says “${word}”`, () => tellings.find(told => told['Word'] === word), msMax),
    go() {
      const callId = tellings.at(-1)?.['Call-ID']
      if (socket === undefined || callId === undefined) throw new Error('SIPp has no call yet')
      socket.write(`Call-ID: ${callId}\r\nWord: go\r\n\r\n${endOfCommand}`)
    },
    async [Symbol.asyncDispose]() {
      socket?.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

function toldOf(text: string): Told {
  const lines = text.split(/\r?\n/).map(line => /^([^:]+): (.*)$/.exec(line))
  return Object.fromEntries(lines.flatMap(line => (line ? [[line[1] ?? '', line[2] ?? '']] : [])))
}
