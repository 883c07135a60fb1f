/**
 * How soon the phone of an agent who is free again rings, while callers wait: from the end of one
 * call at the phone to the next INVITE there, with the journal on the disk in between. Talks are
 * of random length, so that no phase of anything is locked on to.
 *
 *     node bench/freed-to-ring.ts [seconds] [queues]
 */
import type { TenantConfig } from '#core'
import { toId } from '#core'
import type { SipEndpoint } from '#sip'
import { openSipEndpoint } from '#sip'
import { pause, ports, startServer } from './call-parts/children.ts'
import { agentName, manyQueues, numberOf } from './routing-company.ts'
import { serve } from './call-parts/serve.ts'

/** Callers that wait beside the one who talks. */
const waitingPerQueue = 2
const talkMs = { min: 300, max: 1_300 }

const sdp = [
  'v=0',
  'o=phone 1 1 IN IP4 127.0.0.1',
  's=-',
  'c=IN IP4 127.0.0.1',
  't=0 0',
  'm=audio 9 RTP/AVP 0',
  'a=rtpmap:0 PCMU/8000',
  '',
].join('\r\n')

/** Each queue has one agent, whose phone has the queue's own number at the end of its own. */
function company(queues: number): TenantConfig {
  const config = manyQueues({ agents: queues, queues, skills: 1 })
  return {
    ...config,
    queues: config.queues.map(queue => ({
      ...queue,
      music: { kind: 'silence', ms: 1_000 },
      wrapUpMs: 0,
      skills: [],
    })),
    agents: config.agents.map((agent, index) => ({
      ...agent,
      id: toId(agentName(index)),
      address: phoneOf(index),
      queues: [toId(`queue-${index}`)],
      skills: [],
    })),
  }
}

function phoneOf(index: number): string {
  return `+44163297${String(index).padStart(4, '0')}`
}

/** One queue as its callers and its agent's phone see it. */
interface Line {
  readonly index: number
  /** When the last talk was hung up by its caller, and when its end came to the phone. */
  hungUpAt: number | undefined
  freedAt: number | undefined
  /** How the callers hang up, in the order in which they came. */
  readonly callers: (() => void)[]
  /** Callers who were not taken, so that a queue nobody waits in does not pass for a quick one. */
  refused: number
}

interface Measured {
  readonly atPhone: number[]
  readonly sinceHangUp: number[]
}

function open(port: number, onInvite: Parameters<typeof openSipEndpoint>[0]['onInvite']) {
  return openSipEndpoint({
    listen: [{ transport: 'udp', host: '127.0.0.1', port }],
    clock: {
      now: () => performance.now(),
      setTimer: (ms, fire) => {
        const timer = setTimeout(fire, ms)
        return () => clearTimeout(timer)
      },
    },
    token: () => crypto.randomUUID(),
    userAgent: 'bench',
    onInvite,
    limits: { requestsPerSourcePerSecondMax: 10_000 },
  })
}

function takeUp(lines: readonly Line[], measured: Measured): Promise<SipEndpoint> {
  return open(ports.agents, call => {
    const at = performance.now()
    const line = lines.find(({ index }) => call.invite.requestUri.includes(phoneOf(index)))
    if (line === undefined) throw new Error(`nobody has ${call.invite.requestUri}`)
    if (line.freedAt !== undefined) measured.atPhone.push(at - line.freedAt)
    if (line.hungUpAt !== undefined) measured.sinceHangUp.push(at - line.hungUpAt)
    call.handle({
      onEnded() {
        line.freedAt = performance.now()
      },
    })
    call.accept({ sdp })
    setTimeout(
      () => {
        line.hungUpAt = performance.now()
        line.callers.shift()?.()
      },
      talkMs.min + Math.random() * (talkMs.max - talkMs.min),
    )
  })
}

function come(sip: SipEndpoint, line: Line): void {
  const to = `sip:${numberOf(line.index)}@127.0.0.1:${ports.server}`
  const call = sip.invite(
    {
      targets: [{ transport: 'udp', host: '127.0.0.1', port: ports.server }],
      requestUri: to,
      from: { uri: 'sip:+441632980000@127.0.0.1' },
      to: { uri: to },
      sdp,
    },
    {
      onEnded() {},
      onFailed() {
        line.refused += 1
      },
    },
  )
  line.callers.push(() => {
    call.hangUp()
    come(sip, line)
  })
}

function tell(name: string, samples: number[]): void {
  const sorted = samples.toSorted((one, other) => one - other)
  const at = (share: number): string =>
    `${(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN).toFixed(1)}ms`
  process.stdout.write(
    `${name}: p50=${at(0.5)} p90=${at(0.9)} p99=${at(0.99)} max=${at(1)} samples=${sorted.length}\n`,
  )
}

async function measure(seconds: number, queues: number): Promise<void> {
  const file = import.meta.filename
  const server = await startServer(file, [String(queues)])
  const lines = Array.from({ length: queues }, (_, index): Line => ({
    index,
    hungUpAt: undefined,
    freedAt: undefined,
    callers: [],
    refused: 0,
  }))
  const measured: Measured = { atPhone: [], sinceHangUp: [] }
  const phones = await takeUp(lines, measured)
  const callers = await open(ports.callers, call => call.reject({ status: 486 }))
  for (const line of lines) {
    for (let caller = 0; caller <= waitingPerQueue; caller += 1) come(callers, line)
  }
  await pause(5_000)
  measured.atPhone.length = 0
  measured.sinceHangUp.length = 0
  await pause(seconds * 1_000)
  tell('freed to ring, at the phone', measured.atPhone)
  tell('freed to ring, since the caller hung up', measured.sinceHangUp)
  const refused = lines.reduce((sum, line) => sum + line.refused, 0)
  process.stdout.write(`freed to ring, callers refused: ${refused}\n`)
  await callers.close()
  await phones.close()
  await server.end()
}

const [role = '20', queues = '10'] = process.argv.slice(2)
if (role === 'serve') await serve(company(Number(queues)))
else await measure(Number(role), Number(queues))
