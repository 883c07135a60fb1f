/**
 * One leg: a pair of ports, a session, a stream each way. Opened once, closed once; its address
 * never changes, because Teams does not follow a media address that moves.
 */
import { hearInband, openInbandReceiver } from '../codecs/inband-digits.ts'
import type { InbandReceiver } from '../codecs/inband-digits.ts'
import { openVoiceCodec } from '../codecs/voice-codec.ts'
import type { VoiceCodec } from '../codecs/voice-codec.ts'
import type { Direction, LegRequest, LegStats, MediaEvent, Negotiated } from '../media-engine.ts'
import { estimateMos } from '../rtp/call-quality.ts'
import { expireDigit } from '../rtp/digit-receiver.ts'
import type { HeardDigit } from '../rtp/digit-receiver.ts'
import { isRtcp, parseRtp } from '../rtp/rtp-packet.ts'
import {
  admits,
  announceSource,
  destinationOf,
  heardFrom,
  openSourceLatch,
} from '../rtp/source-latch.ts'
import type { Source } from '../rtp/source-latch.ts'
import { receives, sends } from '../sdp/negotiate.ts'
import type { Agreement } from '../sdp/negotiate.ts'
import { lostOf, openInbound, pullFrame, receivePacket, useFormat } from './inbound.ts'
import { nextPacket, openOutbound, passFrames } from './outbound.ts'
import type { LegSockets } from './port-range.ts'
import { nextReport, openReportExchange, receiveReport } from './report-exchange.ts'
import { maySeal, openPacket, openSecureChannel, sealPacket, useKeys } from './secure-channel.ts'
import { effectiveDirection, openSession } from './session.ts'
import type { BrowserEars, BrowserLink } from '../webrtc/browser-link.ts'

/** What a leg takes from outside: time, chance, and an ear for its events. */
export interface LegWorld {
  readonly nowMs: () => number
  readonly epochMs: () => number
  readonly random: () => number
  readonly emit: (event: MediaEvent) => void
  /** Something in the leg threw: it is of no use any more, and has to be ended. */
  readonly onFault: (error: unknown) => void
  readonly rtpSilentMsMax: number
}

/** How a leg is made. */
export interface LegParts {
  readonly request: LegRequest
  readonly sockets: LegSockets
  /** The address to write into SDP. */
  readonly address: string
  /** The same sockets, where a browser is at their other end. */
  readonly browser?: BrowserLink
}

/** One party's sound: what comes in from the network, what goes out, and what was agreed about both. */
export class Leg {
  readonly request: LegRequest
  readonly session
  readonly inbound = openInbound()
  readonly outbound
  readonly #sockets: LegSockets
  readonly #browser: BrowserLink | undefined
  readonly #world: LegWorld
  readonly #latch = openSourceLatch()
  readonly #secure
  readonly #reports
  readonly #inband: InbandReceiver | undefined
  #codec: VoiceCodec | undefined
  #agreedAtMs = 0
  #startTold = false
  #silentSinceMs = 0
  #timeoutTold = false
  #strangers = 0
  #direction: Direction = 'inactive'
  #closed = false
  #faulty = false

  constructor({ request, sockets, address, browser }: LegParts, world: LegWorld) {
    this.request = request
    this.#sockets = sockets
    this.#world = world
    const place = { address, port: sockets.port, rtcpPort: sockets.rtcpPort }
    this.session = openSession(request, place, {
      sessionId: Math.floor(world.random() * 0x8000_0000),
      ...(browser === undefined ? {} : { fingerprint: browser.identity.fingerprint }),
    })
    this.outbound = openOutbound(world.random)
    this.#inband = request.inbandDigits === true ? openInbandReceiver() : undefined
    this.#secure = openSecureChannel(request.srtp !== 'off')
    const name = `${this.outbound.ssrc.toString(16)}@${address}`
    this.#reports = openReportExchange(name, world.nowMs(), world.random())
    sockets.onDatagram = (channel, bytes, from) => this.#receive(channel, bytes, from)
    this.#browser = browser
    if (browser !== undefined) browser.ears = this.#earsForBrowser()
  }

  /** True while our side may send: agreed and not held. */
  get sending(): boolean {
    return sends(this.#direction)
  }

  /** True while nothing may flow either way, and nobody has to be kept awake. */
  get atRest(): boolean {
    return !this.sending && !receives(this.#direction) && this.#browser === undefined
  }

  /** Puts the session's newest agreement and wish into force. */
  apply(): void {
    const { agreement } = this.session
    this.#direction = effectiveDirection(this.session)
    if (agreement === undefined) return
    this.#useAgreement(agreement)
    announceSource(this.#latch, agreement.negotiated.remote)
    useKeys(this.#secure, agreement)
    this.#usePeer(agreement)
    this.#agreedAtMs = this.#world.nowMs()
    this.#silentSinceMs = this.#agreedAtMs
    this.#timeoutTold = false
  }

  /** The next 20 ms of what this leg's party says. */
  pull(): Int16Array {
    pullFrame(this.inbound, this.#world.nowMs())
    if (this.#inband !== undefined) this.#listenInband(this.#inband)
    return this.inbound.spoken
  }

  /** Sends 20 ms to this leg's party. */
  push(voice: Int16Array): void {
    const to = destinationOf(this.#latch)
    if (to === undefined || !this.sending || !maySeal(this.#secure)) {
      passFrames(this.outbound, 1)
      return
    }
    const packet = nextPacket(this.outbound, voice)
    const sealed = packet && sealPacket(this.#secure, 'rtp', packet)
    if (sealed !== undefined) this.#sockets.send('rtp', sealed, to)
  }

  /** Frames went by in which the leg was not moved. */
  passTime(frames: number): void {
    passFrames(this.outbound, frames)
  }

  /** What falls due with time: lost ends of digits, reports, the silence that means a dead peer. */
  tend(): void {
    const nowMs = this.#world.nowMs()
    const digit = expireDigit(this.inbound.digits, nowMs)
    if (digit !== undefined) {
      this.inbound.digitsHeard += 1
      this.#emitDigit(digit)
    }
    this.#report(false)
    this.#browser?.tend()
    this.#watchSilence(nowMs)
  }

  /** Its sound broke. Only this leg ends: the others of its worker have nothing to do with it. */
  fail(error: unknown): void {
    if (this.#closed || this.#faulty) return
    this.#faulty = true
    this.#world.onFault(error)
  }

  /** Says BYE and closes the ports. A broken leg says nothing: it might break again on its words. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    if (!this.#faulty) this.#report(true)
    this.#sockets.close()
    this.#closeCodec()
  }

  stats(): LegStats {
    const { inbound, outbound } = this
    const lost = lostOf(inbound)
    const { late, targetMs } = inbound.jitter
    const { rttMs, remoteLossRatio } = this.#reports
    const expected = inbound.packets + lost
    const codec = this.session.agreement?.negotiated.codec ?? 'PCMU'
    const delayMs = (rttMs ?? 0) / 2 + targetMs + 20
    const lossRatio = expected === 0 ? 0 : (lost + late) / expected
    return {
      legId: this.request.legId,
      packetsIn: inbound.packets,
      packetsOut: outbound.packets,
      octetsIn: inbound.octetsIn,
      octetsOut: outbound.octets,
      lost,
      late,
      jitterMs: Math.round((inbound.reception?.jitterUnits ?? 0) / 0.8) / 10,
      jitterBufferMs: targetMs,
      ...(rttMs === undefined ? {} : { rttMs: Math.round(rttMs * 10) / 10 }),
      ...(remoteLossRatio === undefined ? {} : { remoteLossRatio }),
      mosEstimate: estimateMos({ codec, lossRatio, delayMs }),
      srtpErrors: this.#secure.faults,
      strangersDropped: this.#strangers + (this.#browser?.strangers ?? 0),
      digitsIn: inbound.digitsHeard,
      digitsOut: outbound.digits.sent,
    }
  }

  #usePeer({ peer }: Agreement): void {
    const { browser } = this.session
    if (peer !== undefined && browser !== undefined) {
      this.#browser?.usePeer(browser.credentials, peer)
    }
  }

  #earsForBrowser(): BrowserEars {
    const { legId } = this.request
    return {
      onKeys: ({ localKey, remoteKey }) =>
        useKeys(this.#secure, { localKey, remoteKeys: [remoteKey] }),
      onConnection: connection => this.#world.emit({ type: 'connection', legId, ...connection }),
    }
  }

  #useAgreement({ negotiated, noisePayloadType, digitsRatio, opus }: Agreement): void {
    const codec = this.#codecFor(negotiated, opus)
    const { payloadType: voice, digitsPayloadType: digits } = negotiated
    useFormat(this.inbound, { voice, digits, noise: noisePayloadType, digitsRatio, codec })
    this.outbound.format = { voice, digits, digitsRatio, codec }
  }

  /** A codec that stays keeps its state: G.722 would click if it began anew. */
  #codecFor({ codec }: Negotiated, wishes: Agreement['opus']): VoiceCodec {
    if (this.#codec?.name === codec) return this.#codec
    this.#closeCodec()
    this.#codec = openVoiceCodec(codec, wishes)
    return this.#codec
  }

  #closeCodec(): void {
    if (this.#codec?.kind === 'packets') this.#codec.close()
  }

  #receive(channel: 'rtp' | 'rtcp', bytes: Uint8Array, from: Source): void {
    if (this.#closed) return
    if (channel === 'rtcp' || isRtcp(bytes)) this.#receiveRtcp(channel, bytes, from)
    else this.#receiveRtp(bytes, from)
  }

  #receiveRtp(bytes: Uint8Array, from: Source): void {
    const nowMs = this.#world.nowMs()
    if (!admits(this.#latch, from, nowMs)) {
      this.#strangers += 1
      return
    }
    const plain = openPacket(this.#secure, 'rtp', bytes)
    const packet = plain && parseRtp(plain)
    if (packet === undefined) return
    const listening = receives(this.#direction)
    const digits = listening ? receivePacket(this.inbound, packet, nowMs) : []
    if (digits === 'ignored') return
    heardFrom(this.#latch, from, nowMs)
    this.#noteAlive(nowMs)
    for (const digit of digits) this.#emitDigit(digit)
  }

  #receiveRtcp(channel: 'rtp' | 'rtcp', bytes: Uint8Array, from: Source): void {
    const { agreement } = this.session
    const to = destinationOf(this.#latch)
    const muxed = channel === 'rtp' && agreement?.negotiated.rtcpMux === true
    // Reports come from the host that sends the sound; the port may differ behind a NAT.
    if (to === undefined || (!muxed && (channel === 'rtp' || from.address !== to.address))) {
      this.#strangers += 1
      return
    }
    const plain = openPacket(this.#secure, 'rtcp', bytes)
    if (plain !== undefined) receiveReport(this.#reports, plain, this.outbound, this.#time())
  }

  #noteAlive(nowMs: number): void {
    if (!this.#startTold) {
      this.#startTold = true
      const latencyMs = Math.max(0, Math.round(nowMs - this.#agreedAtMs))
      this.#world.emit({ type: 'rtp-started', legId: this.request.legId, latencyMs })
    }
    this.#silentSinceMs = nowMs
    this.#timeoutTold = false
  }

  /** Silence counts only while the peer ought to send, and is told once a stretch. */
  #watchSilence(nowMs: number): void {
    if (!receives(this.#direction)) this.#silentSinceMs = nowMs
    const silentMs = nowMs - this.#silentSinceMs
    if (this.#timeoutTold || silentMs < this.#world.rtpSilentMsMax) return
    this.#timeoutTold = true
    const { legId } = this.request
    this.#world.emit({ type: 'rtp-timeout', legId, silentMs: Math.round(silentMs) })
  }

  #report(bye: boolean): void {
    const { agreement } = this.session
    const heard = destinationOf(this.#latch)
    if (agreement === undefined || heard === undefined) return
    if (!bye && this.#world.nowMs() < this.#reports.dueMs) return
    const when = { ...this.#time(), random: this.#world.random(), bye }
    const compound = nextReport(this.#reports, this.outbound, this.inbound.reception, when)
    const sealed = sealPacket(this.#secure, 'rtcp', compound)
    const port = agreement.remote.rtcpPort
    if (sealed === undefined) return
    if (agreement.negotiated.rtcpMux) this.#sockets.send('rtp', sealed, heard)
    else if (port !== undefined) this.#sockets.send('rtcp', sealed, { ...heard, port })
  }

  #time(): { nowMs: number; epochMs: number } {
    return { nowMs: this.#world.nowMs(), epochMs: this.#world.epochMs() }
  }

  /** A peer that has sent one RFC 4733 digit will send them all so; its tones would count twice. */
  #listenInband(receiver: InbandReceiver): void {
    if (this.inbound.digitsHeard > 0) return
    const digit = hearInband(receiver, this.inbound.spoken)
    if (digit !== undefined) this.#emitDigit(digit, 'inband')
  }

  #emitDigit({ digit, durationMs }: HeardDigit, source: 'rfc4733' | 'inband' = 'rfc4733'): void {
    const { legId } = this.request
    this.#world.emit({ type: 'digit', legId, digit, durationMs, source })
  }
}
