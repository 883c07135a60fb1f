import type { RegisteredTrunk } from '#channels'
import { placeOf, registering, registrationOf, registrationTrouble } from '#channels'
import type { SipEndpoint } from '#sip'
import type { DoctorCheck, Finding } from './doctor.ts'
import type { VoicePlan } from './start/voice-plan.ts'

/** What can be asked of the far ends of a plan's trunks, each by an endpoint opened for it alone. */
export function trunkChecks(
  plan: VoicePlan,
  open: () => Promise<SipEndpoint>,
): readonly DoctorCheck[] {
  return [
    ...askedTrunks(plan).map(asked =>
      trunkCheck(asked, async (target, options) => {
        await using sip = await open()
        return await sip.ping(target, options)
      }),
    ),
    ...registering(plan.trunks).map(trunk =>
      registrarCheck(trunk, async registration => {
        await using sip = await open()
        return await sip.askRegistrar(registration)
      }),
    ),
  ]
}

/** Whether a carrier's registrar takes our user and password. It is asked and told nothing. */
export function registrarCheck(
  trunk: RegisteredTrunk,
  ask: SipEndpoint['askRegistrar'],
): DoctorCheck {
  const place = placeOf(trunk.registrar)
  return {
    name: `registrar of ${trunk.id}`,
    async run(): Promise<Finding> {
      const result = await ask(registrationOf(trunk))
      const isTaken = result.kind === 'answered' && result.status < 300
      if (isTaken) return { verdict: 'fine', words: `${place} takes our user and password` }
      const said = result.kind === 'silent' ? result.reason : String(result.status)
      const { words, remedy } = registrationTrouble(said)
      return { verdict: 'broken', words: `${place}: ${words}`, remedy }
    },
  }
}

/** A far end to ask: which trunk it serves, and how it is reached and addressed. */
interface AskedTrunk {
  readonly trunk: string
  readonly target: Parameters<SipEndpoint['ping']>[0]
  readonly options: Parameters<SipEndpoint['ping']>[1]
}

/** Whether a trunk's far end answers OPTIONS. */
function trunkCheck(asked: AskedTrunk, ping: SipEndpoint['ping']): DoctorCheck {
  const { host, port } = asked.target
  const place = port === undefined ? host : `${host}:${port}`
  return {
    name: `trunk ${asked.trunk}`,
    async run(): Promise<Finding> {
      const result = await ping(asked.target, asked.options)
      if (result.kind === 'answered' && result.status === 200) {
        return {
          verdict: 'fine',
          words: `${place} answers in ${Math.round(result.roundTripMs)} ms`,
        }
      }
      if (result.kind === 'silent') {
        const remedy = 'See that the address is right and that no firewall is in between.'
        return { verdict: 'broken', words: `${place} is silent: ${result.reason}`, remedy }
      }
      const remedy =
        result.status === 403
          ? 'See that the name of this SBC is paired in the tenant and is in the certificate.'
          : 'Ask whoever runs the far end what it has against us.'
      return { verdict: 'doubtful', words: `${place} answers ${result.status}`, remedy }
    },
  }
}

/** The far ends of a plan's trunks, as OPTIONS asks them. */
function askedTrunks(plan: VoicePlan): readonly AskedTrunk[] {
  return plan.trunks.flatMap((trunk): AskedTrunk[] => {
    if (trunk.kind === 'carrier') {
      return trunk.target === undefined
        ? []
        : [{ trunk: trunk.id, target: trunk.target, options: {} }]
    }
    const own = `sip:${trunk.fqdn}:${trunk.port};transport=tls`
    return trunk.proxies.map(target => ({
      trunk: trunk.id,
      target: { ...target, transport: 'tls' },
      options: { from: own, contact: own },
    }))
  })
}
