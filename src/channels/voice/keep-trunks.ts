import type { Clock, Log } from '#engine'
import type { SipEndpoint, SipTarget } from '#sip'
import type { DirectRoutingTrunk, VoiceTrunk } from './voice-options.ts'

/** Whether a trunk's far end answered when it was last asked. */
export interface TrunkHealth {
  readonly trunk: string
  readonly target: string
  readonly up: boolean
  readonly words: string
  readonly askedAt: number
}

/** Microsoft wants an OPTIONS at least every 180 s and at most every 60 s (direct-routing reference §1.5). */
const askEveryMs = 60_000

/**
 * Keeps Direct Routing trunks alive: each of Microsoft's proxies is asked by OPTIONS, with our
 * paired name in the Contact, at once and then every minute. Microsoft never starts first, and
 * calls to a trunk that went silent are routed last.
 */
export function keepTrunks(parts: {
  readonly trunks: readonly VoiceTrunk[]
  readonly sip: SipEndpoint
  readonly clock: Clock
  readonly log: Log
}): { readonly health: () => readonly TrunkHealth[]; readonly stop: () => void } {
  const health = new Map<string, TrunkHealth>()
  const cancels = new Set<() => void>()
  let stopped = false

  async function ask(trunk: DirectRoutingTrunk, target: SipTarget): Promise<void> {
    const key = `${trunk.id} ${target.servername ?? target.host}:${target.port ?? 5061}`
    const before = health.get(key)?.up
    const found = await askOnce(parts.sip, trunk, target)
    if (stopped) return
    const { now } = parts.clock
    health.set(key, { trunk: trunk.id, target: key, ...found, askedAt: now() })
    if (before !== found.up) {
      parts.log(found.up ? 'info' : 'warn', found.up ? 'trunk-up' : 'trunk-down', {
        trunk: key,
        words: found.words,
      })
    }
    const cancel = parts.clock.setTimer(askEveryMs, () => {
      cancels.delete(cancel)
      void ask(trunk, target)
    })
    cancels.add(cancel)
  }

  for (const trunk of parts.trunks) {
    if (trunk.kind === 'carrier') continue
    for (const target of trunk.proxies) void ask(trunk, target)
  }
  return {
    health: () => [...health.values()],
    stop() {
      stopped = true
      for (const cancel of cancels) cancel()
    },
  }
}

/** Asks a proxy once. Any answer but 200 means that it does not take calls from us. */
export async function askOnce(
  sip: SipEndpoint,
  trunk: DirectRoutingTrunk,
  target: SipTarget,
): Promise<{ readonly up: boolean; readonly words: string }> {
  const own = `sip:${trunk.fqdn}:${trunk.port};transport=tls`
  const proxy = target.servername ?? target.host
  const result = await sip.ping(
    { ...target, transport: 'tls' },
    { requestUri: `sip:${proxy}:5061;transport=tls`, from: own, contact: own },
  )
  if (result.kind === 'silent') return { up: false, words: `no answer: ${result.reason}` }
  const ms = Math.round(result.roundTripMs)
  return { up: result.status === 200, words: `answered ${result.status} after ${ms} ms` }
}
