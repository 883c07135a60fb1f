import { randomBytes } from 'node:crypto'
import { openSipEndpoint } from '#sip'
import type { IncomingCall } from '#sip'
import { systemClock } from '../clock.ts'
import { openStudio } from '../sound/open-studio.ts'
import type { SoundLeg, SoundStudio } from '../sound/sound-leg.ts'
import { openPhoneNetwork } from './open-phone-network.ts'
import type { PhoneNetwork } from './open-phone-network.ts'
import type { TrunkTarget } from './script.ts'

/** A phone network under test, and a trunk that answers its calls. */
export interface PhonesUnderTest extends AsyncDisposable {
  readonly phones: PhoneNetwork
  readonly studio: SoundStudio
  trunk(transport: 'udp' | 'tcp'): TrunkTarget
  /** What happens to the next calls. */
  meet(meeting: (call: IncomingCall) => void): void
  /** Answers with a leg of the trunk's own, which is handed over before the 200 goes out. */
  answer(call: IncomingCall, use: (leg: SoundLeg) => void): Promise<void>
}

const quiet = (): undefined => undefined

const refuseAll = (call: IncomingCall): void => call.reject({ status: 404 })

/** Opens both, with one studio for the two sides. */
export async function openPhonesUnderTest(): Promise<PhonesUnderTest> {
  const ports = { from: 0, to: 0 }
  const host = '127.0.0.1'
  const studio = await openStudio({ host, workers: 1, ports, speak: undefined, log: quiet })
  const phones = await openPhoneNetwork({ host, port: 0, studio, clock: systemClock, log: quiet })
  let meeting = refuseAll
  const endpoint = await openSipEndpoint({
    listen: [
      { transport: 'udp', host, port: 0 },
      { transport: 'tcp', host, port: 0 },
    ],
    clock: systemClock,
    token: () => randomBytes(12).toString('hex'),
    userAgent: 'Stand-in trunk',
    onInvite: call => meeting(call),
  })
  return {
    phones,
    studio,
    trunk: transport => {
      const port = endpoint.bound.find(point => point.transport === transport)?.port ?? 0
      return { transport, host, port }
    },
    meet: next => {
      meeting = next
    },
    answer: async (call, use) => {
      const leg = await studio.open({ id: randomBytes(6).toString('hex'), secure: false })
      if (leg === undefined) throw new Error('The stand-in has no media.')
      call.handle({ onEnded: () => void leg.close() })
      const answer = await leg.answer(call.invite.sdp ?? '')
      if (!answer.ok) throw new Error(answer.words)
      use(leg)
      call.accept({ sdp: answer.sdp })
    },
    [Symbol.asyncDispose]: async () => {
      await phones.close()
      await endpoint.close()
      await studio.close()
    },
  }
}
