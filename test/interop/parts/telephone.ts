import { randomBytes } from 'node:crypto'
import { systemClock } from '#engine'
import { openMedia } from '#media'
import type { IncomingCall } from '#sip'
import { openSipEndpoint } from '#sip'
import type { Floor } from './floor.ts'

/** The organisation's other trunk: the SBC behind which the phone network is. */
export const phonesName = 'phones.contoso.example'

/** The pitch of whoever answers out there. */
export const phoneHz = 950

/** A telephone behind a trunk of its own, as Microsoft's calls out of Teams reach it. */
export interface Telephone extends AsyncDisposable {
  readonly port: number
  /** What came, in order. */
  readonly calls: readonly IncomingCall[]
  /** What the next call meets. */
  meets: 'answers' | 'rings' | 'busy'
  /** How calls ended, in order. */
  readonly ends: readonly string[]
}

/** Opens the trunk and says where it is; it is called by Microsoft alone. */
export async function openTelephone(floor: Floor): Promise<Telephone> {
  const stack = new AsyncDisposableStack()
  const identity = await floor.emulator.issue([phonesName])
  const media = stack.use(
    await openMedia({
      workers: 1,
      address: '127.0.0.1',
      ports: { from: 0, to: 0 },
      log: () => undefined,
      onEvent: () => undefined,
    }),
  )
  const calls: IncomingCall[] = []
  const ends: string[] = []
  const answer = async (call: IncomingCall): Promise<void> => {
    const { callId: legId, invite } = call
    await media.createLeg({ legId, callId: legId, srtp: 'sdes', codecs: ['PCMU', 'PCMA'] })
    const described = await media.answer(legId, invite.sdp ?? '')
    if (!described.ok) return call.reject({ status: 488 })
    call.accept({ sdp: described.sdp })
    const items = [{ kind: 'tone', hz: [phoneHz], ms: 60_000 } as const]
    await media.play({ legId, playId: legId, items, loop: false })
  }
  const endpoint = stack.use(
    await openSipEndpoint({
      listen: [
        {
          transport: 'tls',
          host: '127.0.0.1',
          port: 0,
          advertise: { host: phonesName },
          tls: identity,
        },
      ],
      tlsClient: identity,
      clock: systemClock(),
      token: () => randomBytes(12).toString('hex'),
      userAgent: 'Telephone',
      onInvite: call => {
        calls.push(call)
        call.handle({
          onEnded: ({ cause }) => {
            ends.push(cause)
            void media.releaseLeg(call.callId)
          },
        })
        if (telephone.meets === 'busy') return call.reject({ status: 486, q850: 17 })
        call.ring()
        if (telephone.meets === 'answers') void answer(call)
      },
    }),
  )
  const port = endpoint.bound[0]?.port ?? 0
  floor.emulator.pointSbc(phonesName, { host: '127.0.0.1', port })
  const whole = stack.move()
  const telephone: Telephone = {
    port,
    calls,
    ends,
    meets: 'answers',
    [Symbol.asyncDispose]: () => whole.disposeAsync(),
  }
  return telephone
}
