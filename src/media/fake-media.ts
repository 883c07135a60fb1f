import { openFakeNetwork } from './leg/fake-network.ts'
import type { MediaEngine, MediaEvent } from './media-engine.ts'
import { openOrders } from './studio/orders.ts'
import { Studio } from './studio/studio.ts'
import { defaultLimits } from './worker-pool.ts'

/** Time as whoever opens it moves it. */
export interface MediaTime {
  readonly now: () => number
  readonly elapsed: () => number
  readonly setBeat: (ms: number, fire: () => void) => () => void
  /** Something was told in a beat. */
  readonly stir: () => void
}

/** What a phone may be silent; calls over it are shorter. */
const rtpSilentMsMax = 300_000
/** How often a worker looks after its recordings, as in a thread of its own. */
const tendMs = 1_000

type Here = Pick<
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
  | 'counts'
>

/** The sound of one worker in this thread, with the clock's time and a network in memory. */
export function openFakeMedia(clock: MediaTime, onEvent: (event: MediaEvent) => void): MediaEngine {
  const studio = new Studio({
    worker: 0,
    ports: openFakeNetwork('10.0.0.1').ports,
    address: '10.0.0.1',
    browserAddress: '10.0.0.1',
    limits: { ...defaultLimits, rtpSilentMsMax },
    world: {
      nowMs: clock.elapsed,
      epochMs: clock.now,
      random: () => 0.5,
      emit: event => {
        clock.stir()
        onEvent(event)
      },
    },
    startTimer: (run, ms) => clock.setBeat(ms, run),
    cpuMs: () => 0,
  })
  const { orders, tend } = openOrders(studio)
  const tendAgain = (): (() => void) =>
    clock.setBeat(tendMs, () => {
      tend()
      stop = tendAgain()
    })
  let stop = tendAgain()
  const close = async (): Promise<void> => stop()
  return {
    ...here(orders),
    ...notInTheHour(),
    stats: async () => ({ workers: [], legs: [] }),
    close,
    [Symbol.asyncDispose]: close,
  }
}

function refuse(): Promise<never> {
  return Promise.reject(new Error('a fake has no recordings'))
}

/** Recordings need a disk, and taps a thread: a real engine has them. */
function notInTheHour(): Pick<
  MediaEngine,
  'startRecording' | 'pauseRecording' | 'resumeRecording' | 'stopRecording' | 'startTap' | 'stopTap'
> {
  return {
    startRecording: refuse,
    pauseRecording: refuse,
    resumeRecording: refuse,
    stopRecording: refuse,
    startTap: refuse,
    stopTap: refuse,
  }
}

/** The orders of a worker, asked in this thread. */
function here(orders: ReturnType<typeof openOrders>['orders']): Here {
  // Orders about a leg that is being opened wait for it, as they do in a worker.
  const opening = new Map<string, Promise<unknown>>()
  const createLeg: Here['createLeg'] = async request => {
    const created = Promise.resolve(orders.createLeg(request))
    opening.set(request.legId, created)
    try {
      return await created
    } finally {
      opening.delete(request.legId)
    }
  }
  const opened = async (legId: string): Promise<{ readonly legId: string }> => {
    await opening.get(legId)
    return { legId }
  }
  return {
    createLeg,
    offer: async legId => orders.offer(await opened(legId)),
    answer: async (legId, remoteOffer) => orders.answer({ ...(await opened(legId)), remoteOffer }),
    setRemote: async (legId, remoteAnswer) =>
      orders.setRemote({ ...(await opened(legId)), remoteAnswer }),
    direction: async (legId, direction) =>
      orders.direction({ ...(await opened(legId)), direction }),
    play: async request => await orders.play(request),
    stopPlay: async legId => orders.stopPlay(await opened(legId)),
    route: async request => orders.route(request),
    sendDigits: async (legId, digits) => orders.sendDigits({ legId, digits }),
    releaseLeg: async legId => orders.releaseLeg(await opened(legId)),
    legStats: async legId => orders.legStats({ legId }),
    counts: async () => orders.counts({}),
  }
}
