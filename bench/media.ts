/**
 * What one media worker can carry: calls of two legs, both ways, for some seconds, in four shapes.
 * The phones are a second engine on another thread; only the first one's thread is measured.
 *
 * A core that others use too sends and hears less in a second than it would alone, and then the share
 * of it tells little: the time of a packet in and one out, which is counted, is the sturdier figure.
 *
 *     node bench/media.ts [calls] [seconds] [plain | recorded | …]
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { openMedia } from '#media'
import type { LegRequest, LegStats, MediaEngine, Outcome } from '#media'

interface Shape {
  readonly name: string
  readonly srtp: LegRequest['srtp']
  readonly legsPerCall: number
  readonly recorded: boolean
}

const shapes: readonly Shape[] = [
  { name: 'plain', srtp: 'off', legsPerCall: 2, recorded: false },
  { name: 'recorded', srtp: 'off', legsPerCall: 2, recorded: true },
  { name: 'srtp', srtp: 'sdes', legsPerCall: 2, recorded: false },
  { name: 'srtp-recorded', srtp: 'sdes', legsPerCall: 2, recorded: true },
  { name: 'conference', srtp: 'off', legsPerCall: 3, recorded: false },
]

/** One line for each shape: processor share of one core, per call, and what was late or lost. */
export async function* benchMedia(
  calls: number,
  seconds: number,
  wanted?: string,
): AsyncGenerator<string> {
  for (const shape of shapes) {
    if (wanted === undefined || shape.name === wanted) yield await benchShape(shape, calls, seconds)
  }
}

async function benchShape(shape: Shape, calls: number, seconds: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-media-'))
  const options = {
    workers: 1,
    address: '127.0.0.1',
    ports: { from: 0, to: 0 },
    log: () => undefined,
    onEvent: () => undefined,
    limits: { legsPerWorkerMax: 100_000 },
  }
  await using engine = await openMedia(options)
  await using phones = await openMedia(options)
  for (let call = 0; call < calls; call += 1) await place({ engine, phones, shape, folder, call })
  await wait(1_000)
  const before = await engine.stats()
  const startedAt = performance.now()
  await wait(seconds * 1_000)
  const { workers, legs } = await engine.stats()
  const ms = performance.now() - startedAt
  await rm(folder, { recursive: true, force: true })
  const [{ cpu, lateTicks, lateMsMax } = { cpu: 0, lateTicks: 0, lateMsMax: 0 }] = workers
  const lost = legs.reduce((sum, leg) => sum + leg.lost + leg.late, 0)
  const packets = heard(legs) - heard(before.legs)
  return [
    `media ${shape.name} calls=${calls}`,
    `cpu=${(100 * cpu).toFixed(1)}%`,
    `per-call=${((100 * cpu) / calls).toFixed(3)}%`,
    `per-packet-in-and-out=${((1_000 * cpu * ms) / packets).toFixed(1)}us`,
    `lost=${lost}/${packets}`,
    `late-ticks=${lateTicks} late-max=${lateMsMax}ms`,
  ].join(' ')
}

function heard(legs: readonly LegStats[]): number {
  return legs.reduce((sum, leg) => sum + leg.packetsIn, 0)
}

async function place(at: {
  readonly engine: MediaEngine
  readonly phones: MediaEngine
  readonly shape: Shape
  readonly folder: string
  readonly call: number
}): Promise<void> {
  const { engine, phones, shape, call } = at
  const callId = `call ${call}`
  const legIds = Array.from({ length: shape.legsPerCall }, (_, leg) => `${callId} leg ${leg}`)
  for (const legId of legIds) {
    const request: LegRequest = { legId, callId, srtp: shape.srtp, codecs: ['PCMU'] }
    must(await engine.createLeg(request))
    must(await phones.createLeg({ ...request, callId: legId }))
    const { sdp } = must(await phones.offer(legId))
    const answer = must(await engine.answer(legId, sdp))
    must(await phones.setRemote(legId, answer.sdp))
  }
  const hears = Object.fromEntries(
    legIds.map(legId => [legId, legIds.filter(other => other !== legId)]),
  )
  must(await engine.route({ callId, hears }))
  const [left = '', right = ''] = legIds
  const file = join(at.folder, `${call}.wav`)
  const order = { recordingId: callId, callId, left, right, file }
  if (shape.recorded) must(await engine.startRecording(order))
}

function must<Result>(outcome: Outcome<Result>): { readonly ok: true } & Result {
  if (!outcome.ok) throw new Error(`${outcome.reason}: ${outcome.detail}`)
  return outcome
}

if (import.meta.main) {
  const [calls = '200', seconds = '10', wanted] = process.argv.slice(2)
  for await (const line of benchMedia(Number(calls), Number(seconds), wanted)) {
    process.stdout.write(`${line}\n`)
  }
}
