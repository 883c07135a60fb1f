import { randomBytes } from 'node:crypto'
import { openSipEndpoint } from '#sip'
import type { CallHandlers, OutgoingCall, SipEndpoint } from '#sip'
import { systemClock } from './clock.ts'
import type { Emulator } from './emulator.ts'
import { openStudio } from './sound/open-studio.ts'
import type { SoundLeg, SoundStudio } from './sound/sound-leg.ts'

/** An SBC for tests: it knows the rules and keeps them, unless told otherwise. */
export interface SbcStandIn extends AsyncDisposable {
  readonly fqdn: string
  readonly endpoint: SipEndpoint
  readonly studio: SoundStudio
  /** Announces itself by OPTIONS; the status that came back. */
  ping(): Promise<number>
  /** Calls a Teams number with a fresh leg that offers SRTP. */
  call(to: string, handlers?: Partial<CallHandlers>): Promise<SbcCall>
}

/** A call of the stand-in, and how it went so far. */
export interface SbcCall {
  readonly leg: SoundLeg
  readonly call: OutgoingCall
  /** Statuses and ends in the order they came: `180`, `answered`, `bye by far-end`, `failed 603`. */
  readonly seen: readonly string[]
  /** To tags of the provisional answers. */
  readonly tags: ReadonlySet<string>
  /** Resolves when this was seen. */
  until(what: string): Promise<void>
}

const silent = (): undefined => undefined

/** Opens an SBC whose certificate the emulator issued, and points its name here. */
export async function openSbcStandIn(emulator: Emulator, fqdn: string): Promise<SbcStandIn> {
  const identity = await emulator.issue([fqdn])
  const ports = { from: 0, to: 0 }
  const media = { host: '127.0.0.1', workers: 1, ports, speak: undefined, log: silent }
  const studio = await openStudio(media)
  const endpoint = await openSipEndpoint({
    listen: [
      { transport: 'tls', host: '127.0.0.1', port: 0, advertise: { host: fqdn }, tls: identity },
    ],
    tlsClient: identity,
    clock: systemClock,
    token: () => randomBytes(12).toString('hex'),
    userAgent: 'Stand-in SBC',
    onInvite: call => call.reject({ status: 480 }),
  })
  const port = endpoint.bound[0]?.port ?? 0
  emulator.pointSbc(fqdn, { host: '127.0.0.1', port })
  const { directRouting } = emulator
  const target = { transport: 'tls', ...directRouting } as const
  const contact = `sip:${fqdn}:${port};transport=tls`
  const proxy = `sip:${directRouting.servername}`
  return {
    fqdn,
    endpoint,
    studio,
    ping: async () => {
      const from = `sip:${fqdn}`
      const result = await endpoint.ping(target, { requestUri: proxy, from, contact })
      return result.kind === 'answered' ? result.status : 0
    },
    call: async (to, handlers = {}) => {
      const leg = await studio.open({ id: randomBytes(6).toString('hex'), secure: true })
      const offer = await leg?.offer()
      if (leg === undefined || offer?.ok !== true) throw new Error('The stand-in has no media.')
      const watch = watchCall(leg, handlers)
      const invite = {
        targets: [target],
        requestUri: `sip:${to}@${directRouting.servername};user=phone`,
        from: { uri: `sip:+441632960100@${fqdn};user=phone` },
        to: { uri: `sip:${to}@${directRouting.servername}` },
        contact: `sip:+441632960100@${fqdn}:${port};transport=tls`,
        sdp: offer.sdp,
      }
      return { ...watch, leg, call: endpoint.invite(invite, watch.handlers) }
    },
    [Symbol.asyncDispose]: async () => {
      await endpoint.close()
      await studio.close()
    },
  }
}

function watchCall(
  leg: SoundLeg,
  extra: Partial<CallHandlers>,
): Omit<SbcCall, 'leg' | 'call'> & { readonly handlers: CallHandlers } {
  const seen: string[] = []
  const tags = new Set<string>()
  const waiting = new Set<() => void>()
  const see = (what: string): void => {
    seen.push(what)
    for (const look of waiting) look()
  }
  const until = (what: string): Promise<void> =>
    new Promise(resolve => {
      const look = (): void => {
        if (!seen.includes(what)) return
        waiting.delete(look)
        resolve()
      }
      waiting.add(look)
      look()
    })
  const handlers: CallHandlers = {
    onProgress: ({ status, toTag, sdp }) => {
      if (toTag !== undefined) tags.add(toTag)
      if (sdp !== undefined) void leg.accept(sdp)
      see(String(status))
    },
    onAnswered: ({ sdp }) => {
      if (sdp === undefined) return see('answered without SDP')
      void leg.accept(sdp).then(() => see('answered'))
    },
    onFailed: ({ status }) => see(`failed ${status}`),
    onEnded: ({ cause, by }) => see(`${cause} by ${by}`),
    onReinvite: async ({ sdp }) => {
      const answer = await leg.answer(sdp ?? '')
      see(`re-INVITE ${/a=(inactive|sendrecv)/.exec(sdp ?? '')?.[1] ?? ''}`)
      return answer.ok
        ? { kind: 'accept', sdp: answer.sdp }
        : { kind: 'refuse', status: 488, reason: answer.words }
    },
    ...extra,
  }
  return { seen, tags, until, handlers }
}
