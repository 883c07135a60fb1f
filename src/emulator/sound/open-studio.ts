import { randomUUID } from 'node:crypto'
import type { MessagePort } from 'node:worker_threads'
import { MediaError, openMedia } from '#media'
import type { MediaEngine, Outcome, PlayItem } from '#media'
import type { EmulatorLog } from '../emulator.ts'
import { openEar } from './ear.ts'
import type { Ear } from './ear.ts'
import { openLosses } from './losses.ts'
import type { Described, SoundLeg, SoundStudio } from './sound-leg.ts'
import type { Sound, Speak } from './sound.ts'

/** Where the sound comes from and goes to. */
export interface StudioOptions {
  readonly host: string
  readonly workers: number
  readonly ports: { readonly from: number; readonly to: number }
  /** Without a voice, words become a hum as long as they would take. */
  readonly speak: Speak | undefined
  readonly log: EmulatorLog
}

/** How long a voice takes for one letter, for the hum that stands for words. */
const letterMs = 65

/** What the legs of one studio share. */
interface Desk {
  readonly engine: MediaEngine
  readonly speak: Speak | undefined
  readonly log: EmulatorLog
  /** Who waits for which play to end. */
  readonly plays: Map<string, () => void>
  /** What was pressed to each leg. */
  readonly keys: Map<string, string>
}

/** Opens a media engine for the simulated people. */
export async function openStudio(options: StudioOptions): Promise<SoundStudio> {
  const plays = new Map<string, () => void>()
  const keys = new Map<string, string>()
  const { log } = options
  const engine = await openMedia({
    workers: options.workers,
    address: options.host,
    ports: options.ports,
    log: (level, message, fields) => log(level, message, fields),
    onEvent: event => {
      if (event.type === 'digit') {
        // Teams' media stack knows no tones in the voice (direct-routing §3.2).
        if (event.source === 'rfc4733')
          keys.set(event.legId, `${keys.get(event.legId) ?? ''}${event.digit}`)
        return
      }
      if (event.type !== 'play-ended') return
      plays.get(event.playId)?.()
      plays.delete(event.playId)
    },
  })
  const desk = { engine, speak: options.speak, log, plays, keys }
  const open = new Set<string>()
  const losses = openLosses(engine, open)
  return {
    open: async ({ id, secure, group = id }) => {
      const ear = openEar()
      if (!(await openWire(desk, { id, secure, group, ear }))) return undefined
      open.add(id)
      return legOver(desk, id, { group, ear, onClosed: () => open.delete(id) })
    },
    count: () => open.size,
    lose: share => losses.set(share),
    close: async () => {
      losses.set(0)
      for (const ended of plays.values()) ended()
      plays.clear()
      await engine.close()
    },
  }
}

async function openWire(
  { engine, log }: Desk,
  leg: { readonly id: string; readonly secure: boolean; readonly group: string; readonly ear: Ear },
): Promise<boolean> {
  const created = await engine.createLeg({
    legId: leg.id,
    callId: leg.group,
    srtp: leg.secure ? 'sdes' : 'off',
    codecs: ['PCMU', 'PCMA', 'G722'],
  })
  if (!created.ok) {
    log('warn', 'no media leg', { reason: created.reason, detail: created.detail })
    return false
  }
  const tapId = `ear-${leg.id}`
  const tap = await engine.startTap({ tapId, legId: leg.id, hears: 'in', rateHz: 8000 })
  if (tap.ok) listenOn(tap.port, leg.ear)
  return true
}

function listenOn(port: MessagePort, ear: Ear): void {
  port.on('message', (frame: ArrayBuffer) => ear.take(new Int16Array(frame)))
}

function legOver(
  desk: Desk,
  legId: string,
  own: { readonly group: string; readonly ear: Ear; readonly onClosed: () => void },
): SoundLeg {
  const { engine } = desk
  let turn = 0
  return {
    answer: offer => describe(engine.answer(legId, offer)),
    offer: () => describe(engine.offer(legId)),
    accept: answer => done(engine.setRemote(legId, answer)),
    direction: async wish => {
      await done(engine.direction(legId, wish))
    },
    say: async (sounds, repeats) => {
      const mine = ++turn
      const items = await Promise.all(sounds.map(sound => itemOf(desk, sound)))
      if (mine !== turn || items.length === 0) return
      await unlessClosed(playThrough(desk, { legId, items, loop: repeats }), undefined)
    },
    hush: async () => {
      turn++
      await done(engine.stopPlay(legId))
    },
    press: keys => done(engine.sendDigits(legId, keys)),
    join: offer => joinBrowser(engine, { legId, callId: own.group }, offer),
    bridge: async other => {
      turn++
      await done(engine.stopPlay(legId))
      await done(engine.stopPlay(other.id))
      const hears = { [legId]: [other.id], [other.id]: [legId] }
      await done(engine.route({ callId: own.group, hears }))
    },
    id: legId,
    leave: async () => {
      await done(engine.releaseLeg(browserOf(legId)))
    },
    keys: () => desk.keys.get(legId) ?? '',
    heard: () => own.ear.heard(),
    levelDbfs: () => own.ear.levelDbfs(),
    close: async () => {
      turn++
      await done(engine.releaseLeg(browserOf(legId)))
      await done(engine.releaseLeg(legId))
      desk.keys.delete(legId)
      own.onClosed()
    },
  }
}

function browserOf(legId: string): string {
  return `browser-${legId}`
}

/** A page loaded anew brings a new offer; the leg of the one before it goes. */
async function joinBrowser(
  engine: MediaEngine,
  { legId, callId }: { readonly legId: string; readonly callId: string },
  offer: string,
): Promise<Described> {
  const browser = browserOf(legId)
  await done(engine.releaseLeg(browser))
  await done(engine.stopPlay(legId))
  const created = await engine.createLeg({
    legId: browser,
    callId,
    srtp: 'dtls',
    codecs: ['PCMU'],
  })
  if (!created.ok) return { ok: false, words: created.detail }
  await done(engine.route({ callId, hears: { [legId]: [browser], [browser]: [legId] } }))
  return describe(engine.answer(browser, offer))
}

function describe(order: ReturnType<MediaEngine['offer']>): Promise<Described> {
  const told = order.then((made): Described => (made.ok ? made : { ok: false, words: made.detail }))
  return unlessClosed(told, { ok: false, words: 'The studio is closed.' })
}

function done(order: Promise<Outcome>): Promise<boolean> {
  return unlessClosed(
    order.then(({ ok }) => ok),
    false,
  )
}

/** Orders still under way when the studio closes come to nothing; that is no fault of anybody's. */
async function unlessClosed<Result>(order: Promise<Result>, otherwise: Result): Promise<Result> {
  try {
    return await order
  } catch (error) {
    if (error instanceof MediaError && error.code === 'closed') return otherwise
    throw error
  }
}

async function playThrough(
  { engine, plays, log }: Desk,
  play: { readonly legId: string; readonly items: readonly PlayItem[]; readonly loop: boolean },
): Promise<void> {
  const playId = randomUUID()
  const ended = new Promise<void>(resolve => {
    plays.set(playId, resolve)
  })
  const accepted = await engine.play({ ...play, playId })
  if (accepted.ok) return ended
  plays.delete(playId)
  log('warn', 'nothing said', { reason: accepted.reason, detail: accepted.detail })
}

async function itemOf({ speak, log }: Desk, sound: Sound): Promise<PlayItem> {
  switch (sound.kind) {
    case 'file':
      return { kind: 'file', file: sound.file }
    case 'silence':
      return { kind: 'silence', ms: sound.ms }
    case 'tone':
      return { kind: 'tone', hz: [sound.hz], ms: sound.ms }
    case 'words': {
      const hum = { kind: 'tone', hz: [180, 270], ms: sound.text.length * letterMs } as const
      if (speak === undefined) return hum
      try {
        return { kind: 'file', file: await speak(sound.text, sound.voice) }
      } catch (error) {
        log('warn', 'no voice', { why: String(error) })
        return hum
      }
    }
  }
}
