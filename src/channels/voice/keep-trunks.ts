import type { Clock, Log } from '#engine'
import type { SipClock, SipEndpoint, SipTarget, TargetHealth } from '#sip'
import { TrunkHealth, contactOn } from '#sip'
import { sbcHeaders, sipTrunk } from './path.ts'
import type { KeptRegistration } from './registrations.ts'
import { keepRegistration, registering } from './registrations.ts'
import type { VoiceTrunk } from './voice-options.ts'

/** The trunks under watch. */
export interface KeptTrunks {
  /** A trunk's targets, those that answer first. */
  readonly targets: (trunk: VoiceTrunk) => readonly SipTarget[]
  readonly health: () => ReadonlyMap<string, readonly TargetHealth[]>
  /** How the trunks that register are registered. */
  readonly registrations: () => ReadonlyMap<string, KeptRegistration>
  readonly stop: () => Promise<void>
}

/**
 * Keeps trunks alive: every target is asked by OPTIONS, with our own name in the Contact, at once
 * and then as often as its profile says. Microsoft never asks first, and routes calls last to a
 * trunk that went silent (direct-routing reference §1.5). Carriers that want it are registered with.
 */
export function keepTrunks(parts: {
  readonly trunks: readonly VoiceTrunk[]
  readonly sip: SipEndpoint
  readonly clock: Clock
  readonly log: Log
  readonly version: string
}): KeptTrunks {
  const watched = new Map<string, TrunkHealth>()
  for (const trunk of parts.trunks) {
    const health = watch(trunk, parts)
    if (health !== undefined) watched.set(trunk.id, health)
  }
  const registered = new Map(
    registering(parts.trunks).map(trunk => [trunk.id, keepRegistration(trunk, parts)]),
  )
  return {
    targets: trunk => watched.get(trunk.id)?.ordered() ?? [],
    health: () => new Map([...watched].map(([id, one]) => [id, one.health()])),
    registrations: () => new Map([...registered].map(([id, one]) => [id, one.now()])),
    async stop() {
      for (const one of watched.values()) one.close()
      await Promise.all([...registered.values()].map(one => one.stop()))
    },
  }
}

function watch(
  trunk: VoiceTrunk,
  parts: Parameters<typeof keepTrunks>[0],
): TrunkHealth | undefined {
  const sip = sipTrunk(trunk, parts.version)
  if (sip === undefined) return undefined
  const own = contactOn(sip)
  const clock: SipClock = { now: () => parts.clock.now(), setTimer: parts.clock.setTimer }
  return new TrunkHealth({
    clock,
    ping: (target, options) => parts.sip.ping(target, options),
    targets: sip.targets,
    everyMs: sip.profile.pingEveryMs,
    options:
      trunk.kind === 'direct-routing'
        ? { from: own, contact: own, headers: sbcHeaders(trunk, parts.version) }
        : {},
    onChange: ({ target, state, reason, roundTripMs }) => {
      parts.log(state === 'up' ? 'info' : 'warn', `trunk-${state}`, {
        trunk: trunk.id,
        target: `${target.servername ?? target.host}:${target.port ?? 5061}`,
        reason,
        roundTripMs: roundTripMs === undefined ? undefined : Math.round(roundTripMs),
      })
    },
  })
}
