import { RTCPeerConnection, RTCRtpCodecParameters, RtpHeader } from 'werift'
import { expect, test } from 'vitest'
import { muLaw } from '../codecs/g711.ts'
import { goertzelPower, meanPower } from '../codecs/tones.ts'
import type { MediaEngine, MediaEvent, Outcome } from '../media-engine.ts'
import { openMedia } from '../open-media.ts'

/** A browser in Node: WebRTC by werift, which speaks the same as Chromium and needs no window. */
interface Browser {
  readonly connection: RTCPeerConnection
  /** Octets heard so far. */
  readonly heard: number[]
  readonly sayTone: (hz: number) => void
  readonly sayDigit: (event: number) => void
  readonly close: () => Promise<void>
}

const digitsPayloadType = 101

function openBrowser(): Browser {
  const connection = new RTCPeerConnection({
    iceAdditionalHostAddresses: ['127.0.0.1'],
    iceServers: [],
    codecs: {
      audio: [
        new RTCRtpCodecParameters({
          mimeType: 'audio/PCMU',
          clockRate: 8000,
          channels: 1,
          payloadType: 0,
        }),
        new RTCRtpCodecParameters({
          mimeType: 'audio/telephone-event',
          clockRate: 8000,
          channels: 1,
          payloadType: digitsPayloadType,
        }),
      ],
    },
  })
  connection.addTransceiver('audio', { direction: 'sendrecv' })
  const [transport] = connection.dtlsTransports
  const heard: number[] = []
  transport?.onRtp.subscribe(({ header, payload }) => {
    if (header.payloadType === 0) heard.push(...payload)
  })
  let sequence = 1
  const send = (payloadType: number, timestamp: number, payload: Buffer): void => {
    const header = new RtpHeader({ payloadType, sequenceNumber: sequence, timestamp, ssrc: 7 })
    sequence += 1
    void transport?.sendRtp(payload, header)
  }
  let frame = 0
  let saying: NodeJS.Timeout | undefined
  return {
    connection,
    heard,
    sayTone(hz) {
      clearInterval(saying)
      saying = setInterval(() => {
        send(0, frame * 160, toneFrame(hz, frame * 160))
        frame += 1
      }, 20)
    },
    sayDigit(event) {
      for (const last of [false, true, true, true]) {
        send(digitsPayloadType, frame * 160, Buffer.from([event, last ? 0x8a : 0x0a, 3, 0xc0]))
      }
    },
    async close() {
      clearInterval(saying)
      await connection.close()
    },
  }
}

function toneFrame(hz: number, from: number): Buffer {
  return Buffer.from(
    Array.from({ length: 160 }, (_, index) => {
      const sample = Math.round(8_000 * Math.sin((2 * Math.PI * hz * (from + index)) / 8_000))
      return muLaw.encode[sample & 0xffff] ?? 0
    }),
  )
}

/** The browser calls: its offer is answered by the leg. */
async function call(media: MediaEngine, browser: Browser, legId: string): Promise<void> {
  await browser.connection.setLocalDescription(await browser.connection.createOffer())
  const offer = browser.connection.localDescription?.sdp ?? ''
  const { sdp } = must(await media.answer(legId, offer))
  await browser.connection.setRemoteDescription({ type: 'answer', sdp })
}

function must<Result>(outcome: Outcome<Result>): { readonly ok: true } & Result {
  if (!outcome.ok) throw new Error(`${outcome.reason}: ${outcome.detail}`)
  return outcome
}

interface Bench {
  readonly media: MediaEngine
  readonly until: (wanted: (event: MediaEvent) => boolean) => Promise<MediaEvent>
}

async function withMedia(run: (bench: Bench) => Promise<void>): Promise<void> {
  const events: MediaEvent[] = []
  const waiting = new Set<() => void>()
  const media = await openMedia({
    workers: 1,
    address: '127.0.0.1',
    ports: { from: 0, to: 0 },
    log: () => undefined,
    onEvent: event => {
      events.push(event)
      for (const look of waiting) look()
    },
  })
  const until: Bench['until'] = wanted =>
    new Promise(resolve => {
      const look = (): void => {
        const index = events.findIndex(wanted)
        const [found] = index < 0 ? [] : events.splice(index, 1)
        if (found === undefined) return
        waiting.delete(look)
        resolve(found)
      }
      waiting.add(look)
      look()
    })
  try {
    await run({ media, until })
    const { legs, sockets, timers } = await media.counts()
    expect({ legs, sockets, timers }).toEqual({ legs: 0, sockets: 0, timers: 0 })
  } finally {
    await media.close()
  }
}

/** Resolves once the last half second of what was heard is that tone. */
async function hearsTone(browser: Browser, hz: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const looking = setInterval(() => {
    const last = Int16Array.from(browser.heard.slice(-4_000), octet => muLaw.decode[octet] ?? 0)
    if (isTone(last, hz)) resolve()
  }, 50)
  await promise
  clearInterval(looking)
}

function isTone(samples: Int16Array, hz: number): boolean {
  const all = meanPower(samples)
  return all > 10_000 && goertzelPower(samples, hz, 8_000) / 2 > 0.9 * all
}

async function tapHears(media: MediaEngine, legId: string, hz: number): Promise<void> {
  const tapId = `ear of ${legId}`
  const { port } = must(await media.startTap({ tapId, legId, hears: 'in', rateHz: 8000 }))
  await new Promise<void>(resolve => {
    port.on('message', (frame: ArrayBuffer) => {
      if (isTone(new Int16Array(frame), hz)) resolve()
    })
  })
  await media.stopTap(tapId)
}

const request = { callId: 'call', srtp: 'dtls', codecs: ['PCMU'] } as const
const patience = { timeout: 30_000 }
const connected = (event: MediaEvent): boolean =>
  event.type === 'connection' && event.state === 'connected'

test(
  'a browser and the leg hear each other, digits come both ways, nothing stays',
  patience,
  async () => {
    await withMedia(async ({ media, until }) => {
      const browser = openBrowser()
      must(await media.createLeg({ legId: 'agent', ...request }))
      await call(media, browser, 'agent')
      await until(connected)
      browser.sayTone(450)
      const items = [{ kind: 'tone', hz: [1_000], ms: 60_000 }] as const
      must(await media.play({ legId: 'agent', playId: 'p', items }))
      await Promise.all([tapHears(media, 'agent', 450), hearsTone(browser, 1_000)])
      browser.sayDigit(5)
      expect(await until(event => event.type === 'digit')).toMatchObject({ digit: '5' })
      must(await media.sendDigits('agent', '7'))
      const { stats } = must(await media.releaseLeg('agent'))
      expect(stats).toMatchObject({ srtpErrors: 0, digitsIn: 1, lost: 0 })
      await browser.close()
    })
  },
)

test('a page that is loaded anew takes the same leg over with a new offer', patience, async () => {
  await withMedia(async ({ media, until }) => {
    must(await media.createLeg({ legId: 'agent', ...request }))
    const before = openBrowser()
    await call(media, before, 'agent')
    await until(connected)
    await before.close()
    const after = openBrowser()
    await call(media, after, 'agent')
    after.sayTone(700)
    await tapHears(media, 'agent', 700)
    const { stats } = must(await media.releaseLeg('agent'))
    expect(stats.packetsIn).toBeGreaterThan(0)
    await after.close()
  })
})

test(
  'an impostor’s handshake is told as a failed connection and gives no sound',
  patience,
  async () => {
    await withMedia(async ({ media, until }) => {
      must(await media.createLeg({ legId: 'agent', ...request }))
      const browser = openBrowser()
      const { connection } = browser
      await connection.setLocalDescription(await connection.createOffer())
      const offer = connection.localDescription?.sdp ?? ''
      const forged = offer.replace(
        /a=fingerprint:sha-256 \S+/g,
        `a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => 'AB').join(':')}`,
      )
      const { sdp } = must(await media.answer('agent', forged))
      await connection.setRemoteDescription({ type: 'answer', sdp })
      const failed = await until(event => event.type === 'connection')
      expect(failed).toMatchObject({ state: 'failed' })
      const { stats } = must(await media.releaseLeg('agent'))
      expect(stats.packetsOut).toBe(0)
      await browser.close()
    })
  },
)

test(
  'a phone’s offer does not fit a browser’s leg, nor a browser’s offer a phone’s',
  patience,
  async () => {
    await withMedia(async ({ media }) => {
      must(await media.createLeg({ legId: 'browser', ...request }))
      must(await media.createLeg({ legId: 'phone', ...request, srtp: 'off' }))
      const browsers = must(await media.offer('browser'))
      const phones = must(await media.offer('phone'))
      expect([
        await media.answer('browser', phones.sdp),
        await media.answer('phone', browsers.sdp),
      ]).toMatchObject([
        { ok: false, reason: 'srtp-required' },
        { ok: false, reason: 'srtp-unexpected' },
      ])
      await media.releaseLeg('browser')
      await media.releaseLeg('phone')
    })
  },
)

test('browsers are told the address they reach, and phones theirs', async () => {
  const media = await openMedia({
    workers: 1,
    address: '127.0.0.1',
    publicAddress: '198.51.100.7',
    browserAddress: '203.0.113.10',
    ports: { from: 0, to: 0 },
    log: () => undefined,
    onEvent: () => undefined,
  })
  const leg = { callId: 'call', codecs: ['PCMU'] } as const
  must(await media.createLeg({ ...leg, legId: 'browser', srtp: 'dtls' }))
  must(await media.createLeg({ ...leg, legId: 'phone', srtp: 'off' }))
  const addresses = async (legId: string): Promise<readonly string[]> => {
    const { sdp } = must(await media.offer(legId))
    return [...new Set(sdp.match(/(?:\d+\.){3}\d+/g))]
  }
  expect([await addresses('browser'), await addresses('phone')]).toEqual([
    ['203.0.113.10'],
    ['198.51.100.7'],
  ])
  await media.close()
})
