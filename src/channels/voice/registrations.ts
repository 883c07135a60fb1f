import type { Clock, Log } from '#engine'
import type { Registration, SipEndpoint } from '#sip'
import type { CarrierTrunk, TrunkRegistrar, VoiceTrunk } from './voice-options.ts'

/** How a trunk's registration stands, and what is in the way and what to do where it does not. */
export interface KeptRegistration {
  readonly registrar: string
  readonly state: 'asking' | 'registered' | 'failed'
  readonly words?: string
  readonly remedy?: string
}

/** A carrier that wants to be told of our address, and as whom. */
export type RegisteredTrunk = CarrierTrunk &
  Required<Pick<CarrierTrunk, 'credentials' | 'registrar'>>

/** The trunks that register. */
export function registering(trunks: readonly VoiceTrunk[]): readonly RegisteredTrunk[] {
  return trunks.flatMap(trunk => {
    if (trunk.kind !== 'carrier') return []
    const { credentials, registrar } = trunk
    if (credentials === undefined || registrar === undefined) return []
    return [{ ...trunk, credentials, registrar }]
  })
}

/** A trunk's registration as SIP words it. */
export function registrationOf({ credentials, registrar }: RegisteredTrunk): Registration {
  const { target, domain, expiresSeconds } = registrar
  const { username } = credentials
  return {
    targets: [target],
    registrar: `sip:${domain}`,
    account: `sip:${encodeURIComponent(username)}@${domain}`,
    contactUser: username,
    credentials,
    expiresSeconds,
  }
}

/** How long a stop waits for a registrar to hear that we go. */
const removalMsMax = 2_000

/**
 * Keeps one trunk registered until it is stopped; the log says when that begins, and ends. A stop takes
 * the registration back, or the carrier would call an address where nobody is.
 */
export function keepRegistration(
  trunk: RegisteredTrunk,
  parts: {
    readonly sip: Pick<SipEndpoint, 'register'>
    readonly clock: Clock
    readonly log: Log
  },
): { readonly now: () => KeptRegistration; readonly stop: () => Promise<void> } {
  const { sip, clock, log } = parts
  const registrar = placeOf(trunk.registrar)
  const gone = Promise.withResolvers<void>()
  let now: KeptRegistration = { registrar, state: 'asking' }
  const kept = sip.register(registrationOf(trunk), state => {
    if (state.kind === 'removed') return gone.resolve()
    const before = now
    now =
      state.kind === 'registered'
        ? { registrar, state: 'registered' }
        : { registrar, state: 'failed', ...registrationTrouble(state.reason) }
    if (before.state === now.state && before.words === now.words) return
    const about = { trunk: trunk.id, registrar, words: now.words, remedy: now.remedy }
    log(
      now.state === 'registered' ? 'info' : 'warn',
      now.state === 'registered' ? 'trunk-registered' : 'trunk-not-registered',
      about,
    )
  })
  return {
    now: () => now,
    async stop() {
      kept.stop()
      if (now.state !== 'registered') return
      const cancel = clock.setTimer(removalMsMax, gone.resolve)
      await gone.promise
      cancel()
    },
  }
}

/** A registrar's host and port, as people write them. */
export function placeOf({ target: { host, port } }: TrunkRegistrar): string {
  return port === undefined ? host : `${host}:${port}`
}

/** Why a registrar has not taken us, from what it answered or how it was silent, in plain words. */
export function registrationTrouble(reason: string): {
  readonly words: string
  readonly remedy: string
} {
  const [first = ''] = reason.split(' ')
  const known = troubles[first]
  if (known !== undefined) return known
  const remedy = 'Ask the carrier what it has against us, with this answer.'
  return { words: `The registrar answers ${reason}.`, remedy }
}

const wrongPassword = {
  words: 'The registrar does not take our user and password.',
  remedy:
    'Compare both with what the carrier gave you; some carriers want another user to sign in.',
}

const troubles: Readonly<Record<string, ReturnType<typeof registrationTrouble>>> = {
  '401': wrongPassword,
  '407': wrongPassword,
  '403': {
    words: 'The registrar forbids us to register (403).',
    remedy: 'See that user and password are right, and that the carrier lets this address in.',
  },
  '404': {
    words: 'The registrar does not know our user (404).',
    remedy: 'Compare `user` and `domain` with what the carrier gave you.',
  },
  timeout: {
    words: 'The registrar is silent.',
    remedy: 'See that its address is right and that no firewall is in between.',
  },
  'transport-failed': {
    words: 'The registrar cannot be reached.',
    remedy: 'See that its address, port and transport are right.',
  },
  unresolved: {
    words: 'The registrar’s name is not found.',
    remedy: 'See that its name is right and that this machine can ask the DNS.',
  },
}
