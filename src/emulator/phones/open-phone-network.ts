import { randomBytes } from 'node:crypto'
import { openSipEndpoint } from '#sip'
import type { EmulatorClock } from '../clock.ts'
import type { EmulatorLog } from '../emulator.ts'
import type { SoundStudio } from '../sound/sound-leg.ts'
import { openTimers } from '../timers.ts'
import { ScriptedCall } from './place-call.ts'
import { callerCallsMax } from './script.ts'
import type { PlacedCall, PlannedCall } from './script.ts'

/** The phone network, open: a carrier that places calls. */
export interface PhoneNetwork {
  readonly udpPort: number
  readonly tcpPort: number
  call(plan: PlannedCall): PlacedCall
  /** Whether a number is in a call that it made. */
  isCalling(number: string): boolean
  /** The carrier goes away with all its calls, and answers nobody; or comes back where it was. */
  cut(isCut: boolean): void
  counts(): { readonly calls: number; readonly timers: number }
  close(): Promise<void>
}

/** What the network needs. */
export interface PhoneNetworkOptions {
  readonly host: string
  readonly port: number
  readonly studio: SoundStudio
  readonly clock: EmulatorClock
  readonly log: EmulatorLog
}

/** Nobody more can call just now; the limit is callerCallsMax. */
export class PhoneNetworkBusy extends Error {
  override readonly name = 'PhoneNetworkBusy'
  readonly code = 'calls-max'
}

/** Opens the carrier's side of a trunk over UDP and TCP. It has no subscribers of its own to be called. */
export async function openPhoneNetwork(options: PhoneNetworkOptions): Promise<PhoneNetwork> {
  const { host, port, studio, clock, log } = options
  const timers = openTimers(clock)
  /** The calls that are up, each with the number it comes from. */
  const calls = new Map<ScriptedCall, string>()
  let isDown = false
  const endpoint = await openSipEndpoint({
    listen: [
      { transport: 'udp', host, port },
      { transport: 'tcp', host, port },
    ],
    clock,
    token: () => randomBytes(12).toString('hex'),
    userAgent: 'Emulated carrier',
    onOptions: () => ({ status: isDown ? 503 : 200 }),
    onInvite: call => {
      call.handle({ onEnded: () => undefined })
      call.reject({ status: 404, reason: 'No subscriber here', q850: 1 })
    },
  })
  const portOf = (transport: string): number =>
    endpoint.bound.find(point => point.transport === transport)?.port ?? 0
  return {
    udpPort: portOf('udp'),
    tcpPort: portOf('tcp'),
    call: plan => {
      if (calls.size >= callerCallsMax)
        throw new PhoneNetworkBusy(`${callerCallsMax} calls are up.`)
      const call = new ScriptedCall(plan, {
        endpoint,
        studio,
        timers,
        log,
        isDown: () => isDown,
        now: () => clock.now(),
      })
      calls.set(call, plan.from)
      void call.result.finally(() => calls.delete(call))
      return call
    },
    isCalling: number => [...calls.values()].includes(number),
    cut: isCut => {
      isDown = isCut
      if (isCut) for (const call of calls.keys()) call.hangUp()
    },
    counts: () => ({ calls: calls.size, timers: timers.count() }),
    close: async () => {
      for (const call of calls.keys()) call.hangUp()
      await endpoint.close()
      await Promise.all([...calls.keys()].map(call => call.result))
      timers.clear()
    },
  }
}
