/** The engine: finds the worker of each order, and gives it. */
import { MessageChannel } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import type {
  LegStats,
  MediaCounts,
  MediaEngine,
  MediaOptions,
  MediaStats,
  Outcome,
  Refused,
  TapRequest,
  WorkerStats,
} from './media-engine.ts'
import { MediaError } from './media-engine.ts'
import type { Member } from './placement.ts'
import type { Orders } from './studio/worker-wire.ts'
import { WorkerPool, workersMax } from './worker-pool.ts'
import type { WorkerLink } from './worker-link.ts'

/** Starts the workers. Rejects with a MediaError when one cannot start. */
export async function openMedia(options: MediaOptions): Promise<MediaEngine> {
  checkOptions(options)
  const pool = await WorkerPool.open(options)
  return { ...legMethods(pool), ...recordingMethods(pool), ...wholeMethods(pool) }
}

type LegMethods = Pick<
  MediaEngine,
  | 'createLeg'
  | 'offer'
  | 'answer'
  | 'setRemote'
  | 'direction'
  | 'play'
  | 'stopPlay'
  | 'route'
  | 'sendDigits'
  | 'releaseLeg'
  | 'legStats'
>
type RecordingMethods = Pick<
  MediaEngine,
  'startRecording' | 'pauseRecording' | 'resumeRecording' | 'stopRecording' | 'startTap' | 'stopTap'
>
type WholeMethods = Pick<MediaEngine, 'stats' | 'counts' | 'close' | typeof Symbol.asyncDispose>

function legMethods(pool: WorkerPool): LegMethods {
  const toLeg = <Name extends keyof Orders>(
    order: Name,
    input: Parameters<Orders[Name]>[0] & { readonly legId: string },
  ): ReturnType<typeof give<Name>> => give(pool, leg(input.legId), order, input)
  return {
    async createLeg(request) {
      pool.placement.add(leg(request.legId), request.callId)
      const created = await toLeg('createLeg', request)
      if (!created.ok) pool.placement.remove(leg(request.legId))
      return created
    },
    offer: legId => toLeg('offer', { legId }),
    answer: (legId, remoteOffer) => toLeg('answer', { legId, remoteOffer }),
    setRemote: (legId, remoteAnswer) => toLeg('setRemote', { legId, remoteAnswer }),
    direction: (legId, direction) => toLeg('direction', { legId, direction }),
    play: request => toLeg('play', request),
    stopPlay: legId => toLeg('stopPlay', { legId }),
    sendDigits: (legId, digits) => toLeg('sendDigits', { legId, digits }),
    legStats: legId => toLeg('legStats', { legId }),
    async route(request) {
      const number = pool.placement.workerOfCall(request.callId)
      const detail = `call ${request.callId} has no leg`
      if (number === undefined) return { ok: false, reason: 'unknown-leg', detail }
      return ask(pool.worker(number), 'route', request)
    },
    async releaseLeg(legId) {
      const released = await toLeg('releaseLeg', { legId })
      pool.placement.remove(leg(legId))
      return released
    },
  }
}

function recordingMethods(pool: WorkerPool): RecordingMethods {
  const setPaused = (recordingId: string, paused: boolean): Promise<Outcome> =>
    give(pool, recording(recordingId), 'pauseRecording', { recordingId, paused })
  return {
    async startRecording(request) {
      const { recordingId, callId, file } = request
      const member = recording(recordingId)
      // One that has ended stays ended; the worker knows it and says yes.
      const known = pool.placement.workerOf(member) !== undefined
      if (!known) {
        pool.placement.add(member, callId)
        pool.recordingFiles.set(recordingId, file)
      }
      const started = await give(pool, member, 'startRecording', request)
      if (!started.ok && !known) {
        pool.placement.remove(member)
        pool.recordingFiles.delete(recordingId)
      }
      return started
    },
    pauseRecording: recordingId => setPaused(recordingId, true),
    resumeRecording: recordingId => setPaused(recordingId, false),
    stopRecording: recordingId =>
      give(pool, recording(recordingId), 'stopRecording', { recordingId }),
    startTap: request => startTap(pool, request),
    async stopTap(tapId) {
      const stopped = await give(pool, { kind: 'tap', id: tapId }, 'stopTap', { tapId })
      pool.placement.remove({ kind: 'tap', id: tapId })
      return stopped.ok || stopped.reason === 'unknown-leg' ? { ok: true } : stopped
    },
  }
}

async function startTap(
  pool: WorkerPool,
  request: TapRequest,
): Promise<Outcome<{ readonly port: MessagePort }>> {
  const callId = pool.placement.callOf(leg(request.legId))
  if (callId === undefined) return unknown(leg(request.legId))
  const tap: Member = { kind: 'tap', id: request.tapId }
  const { port1, port2 } = new MessageChannel()
  const worker = pool.worker(pool.placement.add(tap, callId))
  const started = await ask(worker, 'startTap', { ...request, port: port2 }, [port2])
  port1.once('close', () => pool.placement.remove(tap))
  if (started.ok) return { ok: true, port: port1 }
  port1.close()
  return started
}

function wholeMethods(pool: WorkerPool): WholeMethods {
  const openedMs = performance.now()
  const cpuLast = new Map<number, { readonly cpuMs: number; readonly atMs: number }>()
  return {
    async stats(): Promise<MediaStats> {
      const workers: WorkerStats[] = []
      const legs: LegStats[] = []
      for (const { worker, link } of pool.running()) {
        const look = await link.ask('look', {})
        if ('ok' in look) continue
        const now = { cpuMs: look.cpuMs, atMs: performance.now() }
        const last = cpuLast.get(worker) ?? { cpuMs: 0, atMs: openedMs }
        cpuLast.set(worker, now)
        // A worker that was started anew counts from zero again.
        const usedMs = Math.max(0, now.cpuMs - last.cpuMs)
        const cpu = usedMs / Math.max(1, now.atMs - last.atMs)
        workers.push({ worker, legs: look.legs.length, cpu, ...look.load })
        legs.push(...look.legs)
      }
      return { workers, legs }
    },
    async counts(): Promise<MediaCounts> {
      const total = { legs: 0, sockets: 0, timers: 0, plays: 0, recordings: 0, taps: 0 }
      for (const { link } of pool.running()) {
        const counts = await link.ask('counts', {})
        if ('ok' in counts) continue
        total.legs += counts.legs
        total.sockets += counts.sockets
        total.timers += counts.timers
        total.plays += counts.plays
        total.recordings += counts.recordings
        total.taps += counts.taps
      }
      return total
    },
    close: () => pool.close(),
    [Symbol.asyncDispose]: () => pool.close(),
  }
}

/** Gives an order to the worker that the member lives on. */
async function give<Name extends keyof Orders>(
  pool: WorkerPool,
  member: Member,
  order: Name,
  input: Parameters<Orders[Name]>[0],
): Promise<Awaited<ReturnType<Orders[Name]>> | Refused> {
  if (pool.closed) throw new MediaError('closed', `${order} after the engine was closed`)
  const number = pool.placement.workerOf(member)
  if (number === undefined) return unknown(member)
  return ask(pool.worker(number), order, input)
}

async function ask<Name extends keyof Orders>(
  worker: WorkerLink | Refused,
  order: Name,
  input: Parameters<Orders[Name]>[0],
  ports: readonly MessagePort[] = [],
): Promise<Awaited<ReturnType<Orders[Name]>> | Refused> {
  return 'ok' in worker ? worker : worker.ask(order, input, ports)
}

function unknown({ kind, id }: Member): Refused {
  const reason = kind === 'recording' ? 'unknown-recording' : 'unknown-leg'
  return { ok: false, reason, detail: `${kind} ${id} is not open` }
}

function leg(id: string): Member {
  return { kind: 'leg', id }
}

function recording(id: string): Member {
  return { kind: 'recording', id }
}

function checkOptions({ workers, ports }: MediaOptions): void {
  if (!Number.isInteger(workers) || workers < 1 || workers > workersMax) {
    throw new MediaError('cannot-start', `workers must be 1 to ${workersMax}, not ${workers}`)
  }
  const { from, to } = ports
  const free = from === 0 && to === 0
  if (free || (from >= 1_024 && to <= 65_535 && to - from + 1 >= 4 * workers)) return
  throw new MediaError('cannot-start', `ports ${from} to ${to}: four for each worker at least`)
}
