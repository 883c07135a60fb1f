import assert from 'node:assert/strict'
import type { InteractionId, TenantId } from '#core'
import { toId } from '#core'
import type { KeptTrace, TraceEntry, TracePort } from './trace.ts'

/** One promise of the trace port, and the way to see whether an implementation keeps it. */
export interface TracePromise {
  readonly words: string
  /** Wants a trace that is empty for its tenants; `tag` makes the tenants' names its own. */
  readonly keep: (trace: TracePort, tag: string) => Promise<void>
}

const one: InteractionId = toId('i1')
const other: InteractionId = toId('i2')

/** Every keeper of signalling is held to these, by whatever test runner. */
export const tracePromises: readonly TracePromise[] = [
  {
    words: 'there is nothing at first, and keeping nothing leaves it so',
    keep: async (trace, tag) => {
      const tenant = tenantOf(tag)
      await trace.keep(tenant, [])
      assert.deepEqual(await trace.read(tenant, one), [])
    },
  },
  {
    words: 'entries come back whole, by moment and then by number, and only those asked for',
    keep: async (trace, tag) => {
      const tenant = tenantOf(tag)
      const [late, early, sound] = [message(9, 2_000), message(12, 1_000), soundAt(10, 2_000)]
      await trace.keep(tenant, [of(one, late), of(other, message(13, 1_500))])
      await trace.keep(tenant, [of(one, sound), of(one, early)])
      assert.deepEqual(await trace.read(tenant, one), [early, late, sound])
    },
  },
  {
    words: 'an entry kept twice is kept once',
    keep: async (trace, tag) => {
      const tenant = tenantOf(tag)
      const entry = message(1, 1_000)
      await trace.keep(tenant, [of(one, entry)])
      await trace.keep(tenant, [of(one, entry), of(one, message(2, 1_000))])
      assert.deepEqual(await trace.read(tenant, one), [entry, message(2, 1_000)])
    },
  },
  {
    words: 'what is dropped is gone, and nothing else is',
    keep: async (trace, tag) => {
      const [tenant, stranger] = [tenantOf(tag), tenantOf(`${tag}-stranger`)]
      const entry = message(1, 1_000)
      await trace.keep(tenant, [of(one, entry), of(other, entry)])
      await trace.keep(stranger, [of(one, entry)])
      await trace.drop(tenant, one)
      assert.deepEqual(await trace.read(tenant, one), [])
      assert.deepEqual(await trace.read(tenant, other), [entry])
      assert.deepEqual(await trace.read(stranger, one), [entry])
    },
  },
]

function tenantOf(tag: string): TenantId {
  return toId(`trace-${tag}`)
}

function of(interaction: InteractionId, entry: TraceEntry): KeptTrace {
  return { interaction, entry }
}

function message(nth: number, at: number): TraceEntry {
  return {
    kind: 'message',
    at,
    nth,
    leg: toId('c-1'),
    direction: 'in',
    transport: 'udp',
    local: { address: '192.0.2.1', port: 5060 },
    remote: { address: '2001:db8::7', port: 5070 },
    callId: 'a@b',
    cseq: { number: 1, method: 'INVITE' },
    says: { kind: 'request', method: 'INVITE', uri: 'sip:+441632960100@parley.example' },
    sdp: { codecs: ['PCMU'], srtp: false, direction: 'sendrecv', port: 4000 },
    text: 'INVITE sip:+441632960100@parley.example SIP/2.0\r\nFrom: "Zoë" <sip:1@b>\r\n\r\n',
  }
}

function soundAt(nth: number, at: number): TraceEntry {
  return {
    kind: 'sound',
    at,
    nth,
    leg: toId('c-1'),
    codec: 'PCMU',
    srtp: true,
    packetsIn: 500,
    packetsOut: 501,
    lost: 2,
    late: 1,
    jitterMs: 3.25,
    mos: 4.36,
  }
}
