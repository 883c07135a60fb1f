/**
 * What browsers' legs cost one media worker: DTLS-SRTP and G.711 both ways, each hearing a play. The
 * browsers are werift's, on the main thread; only the worker's own processor time is counted.
 *
 *     node bench/webrtc.ts [legs] [seconds]
 */
import { setTimeout as wait } from 'node:timers/promises'
import { RTCPeerConnection, RTCRtpCodecParameters, RtpHeader } from 'werift'
import { openMedia } from '#media'
import type { MediaEngine, Outcome } from '#media'

/** One line for each number: the share of a core in all and for each leg, and the time to connect. */
export async function* benchWebrtc(legs: number, seconds: number): AsyncGenerator<string> {
  const connectedAt = new Map<string, number>()
  await using engine = await openMedia({
    workers: 1,
    address: '127.0.0.1',
    ports: { from: 0, to: 0 },
    log: () => undefined,
    onEvent: event => {
      if (event.type === 'connection') connectedAt.set(event.legId, performance.now())
    },
  })
  const browsers: { readonly legId: string; readonly askedAt: number; close(): Promise<void> }[] =
    []
  for (let index = 0; index < legs; index += 1) browsers.push(await call(engine, `leg-${index}`))
  await wait(2_000)
  await engine.stats()
  await wait(seconds * 1_000)
  const { workers, legs: heard } = await engine.stats()
  const [{ cpu, lateTicks } = { cpu: 0, lateTicks: 0 }] = workers
  const took = browsers
    .map(({ legId, askedAt }) => (connectedAt.get(legId) ?? Number.NaN) - askedAt)
    .toSorted((a, b) => a - b)
  for (const browser of browsers) await browser.close()
  const packets = heard.reduce((sum, leg) => sum + leg.packetsIn, 0)
  const lost = heard.reduce((sum, leg) => sum + leg.lost + leg.late, 0)
  yield `webrtc cpu legs=${legs} ${(100 * cpu).toFixed(1)}%`
  yield `webrtc cpu-per-leg ${((100 * cpu) / legs).toFixed(3)}%`
  yield `webrtc connect-median ${(took[Math.floor(legs / 2)] ?? 0).toFixed(0)}ms`
  yield `webrtc lost ${lost}/${packets} late-ticks=${lateTicks}`
}

async function call(
  engine: MediaEngine,
  legId: string,
): Promise<{ readonly legId: string; readonly askedAt: number; close(): Promise<void> }> {
  const pcmu = { mimeType: 'audio/PCMU', clockRate: 8000, channels: 1, payloadType: 0 }
  const browser = new RTCPeerConnection({
    iceServers: [],
    iceAdditionalHostAddresses: ['127.0.0.1'],
    codecs: { audio: [new RTCRtpCodecParameters(pcmu)] },
  })
  browser.addTransceiver('audio', { direction: 'sendrecv' })
  must(await engine.createLeg({ legId, callId: legId, srtp: 'dtls', codecs: ['PCMU'] }))
  await browser.setLocalDescription(await browser.createOffer())
  const askedAt = performance.now()
  const { sdp } = must(await engine.answer(legId, browser.localDescription?.sdp ?? ''))
  await browser.setRemoteDescription({ type: 'answer', sdp })
  const items = [{ kind: 'tone', hz: [440], ms: 600_000 }] as const
  must(await engine.play({ legId, playId: 'tone', items }))
  const payload = Buffer.alloc(160, 0x55)
  let sequence = 0
  const speaking = setInterval(() => {
    const header = new RtpHeader({
      payloadType: 0,
      sequenceNumber: sequence & 0xffff,
      timestamp: sequence * 160,
      ssrc: 7,
    })
    sequence += 1
    const [transport] = browser.dtlsTransports
    if (transport?.state === 'connected') void transport.sendRtp(payload, header)
  }, 20)
  return {
    legId,
    askedAt,
    async close() {
      clearInterval(speaking)
      await engine.releaseLeg(legId)
      await browser.close()
    },
  }
}

function must<Result>(outcome: Outcome<Result>): Result {
  if (!outcome.ok) throw new Error(`${outcome.reason}: ${outcome.detail}`)
  return outcome
}

if (import.meta.main) {
  const [legs = 20, seconds = 10] = process.argv.slice(2).map(Number)
  for await (const line of benchWebrtc(legs, seconds)) process.stdout.write(`${line}\n`)
}
