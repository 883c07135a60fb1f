import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MessagePort } from 'node:worker_threads'
import { afterAll, expect, test } from 'vitest'
import { goertzelPower, meanPower } from './codecs/tones.ts'
import type {
  CodecName,
  LegRequest,
  MediaEngine,
  MediaEvent,
  Outcome,
  RouteRequest,
} from './media-engine.ts'
import { openMedia } from './open-media.ts'

/** Real sockets and real time: the engine under test, and another one in place of the phones. */
interface Bench {
  readonly engine: MediaEngine
  readonly phones: MediaEngine
  readonly events: MediaEvent[]
  /** Resolves with the first event, past or to come, that is as wanted. */
  readonly until: (wanted: (event: MediaEvent) => boolean) => Promise<MediaEvent>
}

const folder = await mkdtemp(join(tmpdir(), 'media-'))
afterAll(() => rm(folder, { recursive: true }))

async function withBench(run: (bench: Bench) => Promise<void>): Promise<void> {
  const events: MediaEvent[] = []
  const waiting = new Set<() => void>()
  const onEvent = (event: MediaEvent): void => {
    events.push(event)
    for (const look of waiting) look()
  }
  const options = {
    workers: 1,
    address: '127.0.0.1',
    ports: { from: 0, to: 0 },
    log: () => undefined,
    onEvent,
  }
  const engine = await openMedia(options)
  const phones = await openMedia(options)
  const until: Bench['until'] = wanted =>
    new Promise(resolve => {
      const look = (): void => {
        const found = events.find(wanted)
        if (found === undefined) return
        waiting.delete(look)
        resolve(found)
      }
      waiting.add(look)
      look()
    })
  try {
    await run({ engine, phones, events, until })
    const nothing = { legs: 0, sockets: 0, timers: 0, plays: 0, recordings: 0, taps: 0 }
    expect([await engine.counts(), await phones.counts()]).toEqual([nothing, nothing])
  } finally {
    await Promise.all([engine.close(), phones.close()])
  }
}

function must<Result>(outcome: Outcome<Result>): { readonly ok: true } & Result {
  if (!outcome.ok) throw new Error(`${outcome.reason}: ${outcome.detail}`)
  return outcome
}

/** A phone calls in: its leg offers, the engine's leg answers. */
async function connect(
  { engine, phones }: Bench,
  leg: Omit<LegRequest, 'callId'>,
  offerer: 'phone' | 'engine',
): Promise<void> {
  const phone = `phone of ${leg.legId}`
  must(await engine.createLeg({ ...leg, callId: 'call' }))
  must(await phones.createLeg({ ...leg, legId: phone, callId: phone }))
  if (offerer === 'phone') {
    const { sdp } = must(await phones.offer(phone))
    const answer = must(await engine.answer(leg.legId, sdp))
    must(await phones.setRemote(phone, answer.sdp))
  } else {
    const { sdp } = must(await engine.offer(leg.legId))
    const answer = must(await phones.answer(phone, sdp))
    must(await engine.setRemote(leg.legId, answer.sdp))
  }
}

/** Listens until a frame holds the tone, or for good: the test's own time limit ends it. */
async function hears(phones: MediaEngine, legId: string, hz: number): Promise<void> {
  const tapId = `ear of ${legId} for ${hz}`
  const { port } = must(await phones.startTap({ tapId, legId, hears: 'in', rateHz: 8000 }))
  await toneOn(port, hz)
  await phones.stopTap(tapId)
}

function toneOn(port: MessagePort, hz: number): Promise<void> {
  return new Promise(resolve => {
    port.on('message', (frame: ArrayBuffer) => {
      if (isTone(new Int16Array(frame), hz)) resolve()
    })
  })
}

/** At least nine tenths of the power is that one tone. */
function isTone(samples: Int16Array, hz: number): boolean {
  const all = meanPower(samples)
  return all > 10_000 && goertzelPower(samples, hz, 8_000) / 2 > 0.9 * all
}

const kinds: readonly { readonly srtp: 'off' | 'sdes'; readonly codecs: readonly CodecName[] }[] = [
  { srtp: 'off', codecs: ['PCMU'] },
  { srtp: 'sdes', codecs: ['PCMA'] },
  { srtp: 'sdes', codecs: ['G722'] },
  { srtp: 'off', codecs: ['OPUS'] },
]

/** Real time on a busy machine; alone, each takes a second. */
const patience = { timeout: 30_000 }

test.for(kinds)(
  'two phones hear each other and are recorded, $srtp $codecs',
  patience,
  async kind => {
    await withBench(async bench => {
      const { engine, phones, until } = bench
      await connect(bench, { legId: 'caller', ...kind }, 'phone')
      await connect(bench, { legId: 'agent', ...kind }, 'engine')
      must(await engine.route({ callId: 'call', hears: { caller: ['agent'], agent: ['caller'] } }))
      const file = join(folder, `${kind.srtp}-${kind.codecs.join()}.wav`)
      const recordingId = file
      const sides = { left: 'caller', right: 'agent' }
      must(await engine.startRecording({ recordingId, callId: 'call', ...sides, file }))
      const say = (who: string, hz: number) =>
        phones.play({
          legId: `phone of ${who}`,
          playId: `${who} says`,
          items: [{ kind: 'tone', hz: [hz], ms: 60_000 }],
        })
      must(await say('caller', 450))
      must(await say('agent', 1_000))
      await Promise.all([
        hears(phones, 'phone of caller', 1_000),
        hears(phones, 'phone of agent', 450),
      ])
      must(await phones.sendDigits('phone of caller', '1#'))
      must(await engine.sendDigits('agent', '*'))
      await until(event => event.type === 'digit' && event.digit === '#')
      await until(event => event.type === 'digit' && event.digit === '*')
      const { recording } = must(await engine.stopRecording(recordingId))
      const digits = bench.events.flatMap(event =>
        event.type === 'digit' ? [`${event.legId} ${event.digit} ${event.durationMs}`] : [],
      )
      expect(digits.toSorted()).toEqual(['caller # 160', 'caller 1 160', 'phone of agent * 160'])
      const stats = must(await engine.releaseLeg('caller')).stats
      expect(stats).toMatchObject({ lost: 0, srtpErrors: 0, digitsIn: 2, strangersDropped: 0 })
      expect(stats.packetsIn).toBeGreaterThan(10)
      expect(stats.mosEstimate).toBeGreaterThan(4)
      must(await engine.releaseLeg('agent'))
      for (const who of ['caller', 'agent']) must(await phones.releaseLeg(`phone of ${who}`))
      await expectStereo(recording.file, { left: 450, right: 1_000 })
      expect(recording.bytes).toBe(44 + recording.durationMs * 32)
      // A machine that stands still for 200 ms costs frames, and they are marked; nothing else is.
      expect(recording.gaps.filter(({ why }) => why !== 'overload')).toEqual([])
    })
  },
)

async function expectStereo(
  file: string,
  hz: { readonly left: number; readonly right: number },
): Promise<void> {
  const bytes = (await readFile(file)).subarray(44)
  const frames = Math.floor(bytes.length / 640)
  const count = { left: 0, right: 0, wrong: 0 }
  for (let frame = 0; frame < frames; frame += 1) {
    const channel = (offset: number): Int16Array =>
      Int16Array.from({ length: 160 }, (_, index) =>
        bytes.readInt16LE(frame * 640 + index * 4 + offset),
      )
    if (isTone(channel(0), hz.left)) count.left += 1
    if (isTone(channel(2), hz.right)) count.right += 1
    if (isTone(channel(0), hz.right) || isTone(channel(2), hz.left)) count.wrong += 1
  }
  expect(count.wrong).toBe(0)
  expect(Math.min(count.left, count.right)).toBeGreaterThan(3)
}

test('Orders that follow the opening of a leg at once wait for it, its release among them', () =>
  withBench(async ({ engine }) => {
    const leg: LegRequest = { legId: 'a', callId: 'one', srtp: 'off', codecs: ['PCMU'] }
    const [created, offered, released] = await Promise.all([
      engine.createLeg(leg),
      engine.offer('a'),
      engine.releaseLeg('a'),
    ])
    const { sdp } = must(offered)
    expect(sdp).toContain(`m=audio ${must(created).port} RTP/AVP 0`)
    expect(released.ok).toBe(true)
  }))

test(
  'a worker that dies is told with its legs, its recording is whole, and another takes over',
  patience,
  async () => {
    const events: MediaEvent[] = []
    const { promise: upAgain, resolve: isUp } = Promise.withResolvers<void>()
    const { promise: down, resolve: isDown } = Promise.withResolvers<MediaEvent>()
    const engine = await openMedia({
      workers: 1,
      address: '127.0.0.1',
      ports: { from: 0, to: 0 },
      log: (_level, message) => message.endsWith('up again') && isUp(),
      onEvent: event => {
        events.push(event)
        if (event.type === 'worker-down') isDown(event)
      },
    })
    try {
      const leg: LegRequest = { legId: 'leg', callId: 'call', srtp: 'off', codecs: ['PCMU'] }
      must(await engine.createLeg(leg))
      const file = join(folder, 'orphan.wav')
      const sides = { left: 'leg', right: 'other' }
      must(await engine.startRecording({ recordingId: 'r', callId: 'call', ...sides, file }))
      // An order that breaks the worker's trust in its caller's types ends its thread.
      const broken: RouteRequest = JSON.parse('{"callId":"call","hears":null}')
      expect(await engine.route(broken)).toMatchObject({ ok: false, reason: 'worker-down' })
      const legIds = ['leg']
      expect(await down).toMatchObject({ worker: 0, legIds, recordingIds: ['r'] })
      expect(await engine.offer('leg')).toMatchObject({ ok: false, reason: 'unknown-leg' })
      await upAgain
      must(await engine.createLeg(leg))
      expect((await readFile(file)).readUInt32LE(40)).toBe((await readFile(file)).length - 44)
    } finally {
      await engine.close()
    }
    await expect(engine.offer('leg')).rejects.toMatchObject({ code: 'closed' })
  },
)

test('an engine that cannot be opened says why', async () => {
  const options = { address: '127.0.0.1', log: () => undefined, onEvent: () => undefined }
  const none = openMedia({ ...options, workers: 0, ports: { from: 0, to: 0 } })
  await expect(none).rejects.toMatchObject({ code: 'cannot-start' })
  const narrow = openMedia({ ...options, workers: 4, ports: { from: 20_000, to: 20_008 } })
  await expect(narrow).rejects.toMatchObject({ code: 'cannot-start' })
})
