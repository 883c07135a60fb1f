import type { AgentId, FailureCode, LegId, TenantConfig } from '#core'
import { isId, toId } from '#core'
import type { RehearsedCall } from './rehearsed-call.ts'
import { rehearseCall } from './rehearsed-call.ts'
import type { Scenario, ScenarioStep } from './scenario-file.ts'
import { lengthMs } from './scenario-file.ts'

/** What a test found: the step that was not as written, and what was so instead. */
export interface Failure {
  /** The step's place in the file's list; none where the call could not even begin. */
  readonly step: number | undefined
  readonly words: string
}

/** Runs a test on the core, in no time at all; nothing where everything was as written. */
export function runScenario(config: TenantConfig, scenario: Scenario): Failure | undefined {
  const call = rehearseCall(config, Date.parse(scenario.at))
  const absent = beginShift(call, scenario)
  if (absent !== undefined) return { step: undefined, words: absent }
  const refused = call.put({
    kind: 'interaction-arrived',
    channel: 'voice',
    leg: toId<LegId>('caller'),
    from: scenario.from,
    to: scenario.to,
    trunk: 'test',
  })
  if (refused !== undefined) return { step: undefined, words: refused }
  for (const [nth, step] of scenario.steps.entries()) {
    const words = act(call, step)
    if (words !== undefined) return { step: nth, words }
  }
  return undefined
}

function beginShift(call: RehearsedCall, { available }: Scenario): string | undefined {
  for (const name of available) {
    if (!isId(name)) return `“${name}” is no id of an agent`
    const agent = toId<AgentId>(name)
    const refused =
      call.put({ kind: 'agent-signed-in', agent }) ??
      call.put({ kind: 'agent-state-set', agent, state: 'available' })
    if (refused !== undefined) return refused
  }
  return undefined
}

function act(call: RehearsedCall, step: ScenarioStep): string | undefined {
  if ('hear' in step) return hear(call, step.hear)
  if ('press' in step) return press(call, String(step.press))
  if ('wait' in step) {
    call.pass(lengthMs(step.wait))
    return undefined
  }
  if ('hangUp' in step) {
    const leg = toId<LegId>('caller')
    return call.put({ kind: 'leg-ended', leg, by: 'far-end', cause: 'BYE' })
  }
  return look(call, step) ?? phone(call, step)
}

function hear(call: RehearsedCall, text: string): string | undefined {
  const instead = call.hear(text)
  if (instead === undefined) return undefined
  const heard = instead.length === 0 ? 'nothing plays' : `heard: ${instead.join(' / ')}`
  return `“${text}” is not heard; ${heard}`
}

function press(call: RehearsedCall, keys: string): string | undefined {
  for (const digit of keys) {
    const refused = call.put({ kind: 'digit-pressed', leg: toId<LegId>('caller'), digit })
    if (refused !== undefined) return refused
  }
  return undefined
}

function look(call: RehearsedCall, step: ScenarioStep): string | undefined {
  if ('told' in step) {
    if (call.told().some(words => words.includes(step.told))) return undefined
    return `the record does not say “${step.told}”; last: ${call.told().slice(-5).join(' / ')}`
  }
  if ('waits' in step) {
    call.pass(0)
    const queue = call.queue()
    return queue === step.waits ? undefined : `the caller waits in ${queue ?? 'no queue'}`
  }
  if ('ends' in step) {
    call.pass(0)
    const closed = call.facts.find(fact => fact.kind === 'interaction-closed')
    if (closed?.outcome === step.ends) return undefined
    return closed === undefined ? 'it has not ended' : `it ended as ${closed.outcome}`
  }
  return undefined
}

const failures = { decline: 'declined', busy: 'busy' } as const satisfies Record<
  string,
  FailureCode
>

/** What a phone does; the prompts before it are taken to be over. */
function phone(call: RehearsedCall, step: ScenarioStep): string | undefined {
  const [does = '', whom = ''] = Object.entries(step)[0] ?? []
  if (!['rings', 'answer', 'decline', 'busy'].includes(does)) return undefined
  call.pass(0)
  const ring = call.ringing(String(whom))
  if (ring === undefined) {
    const who = call.whoRings()
    return `${String(whom)} does not ring; ${who.length === 0 ? 'nobody does' : `${who.join(', ')} does`}`
  }
  if (does === 'answer') call.settle(ring)
  if (does === 'decline' || does === 'busy') call.settle(ring, failures[does])
  return undefined
}
