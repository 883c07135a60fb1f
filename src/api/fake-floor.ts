import {
  currentFlags,
  newState,
  step,
  toId,
  type AgentConfig,
  type AgentId,
  type DispositionId,
  type Fact,
  type FlowId,
  type Input,
  type InputBody,
  type IssuedOrder,
  type LegId,
  type OrderDone,
  type Outcome,
  type QueueId,
  type Refusal,
  type StepId,
  type TenantConfig,
  type TenantId,
  type TenantState,
} from '#core'
import type { JournalEntry, PlacedFact } from '#engine'
import type { LaneDoor } from './floor.ts'

/** A tenant at work for tests: the real core, and an outside that a test answers for. */
export interface FakeLane extends LaneDoor {
  readonly tenant: TenantId
  /** Everything that was told so far. */
  readonly facts: readonly Fact[]
  /** The same, each with the number of its input. */
  readonly placed: readonly PlacedFact[]
  /** Everything that was put in. */
  readonly inputs: readonly JournalEntry[]
  /** Puts in one input at once; every order but `ring` and `play` is carried out by itself. */
  readonly put: (input: InputBody) => Refusal | undefined
  /** A customer calls, and ends up in the queue. */
  readonly call: (from: string) => void
  /** The phone that rings is answered. */
  readonly answer: () => void
}

/** A lane whose journal is nowhere and whose outside always succeeds. */
export function createFakeLane(config: TenantConfig, now: () => number): FakeLane {
  const state = newState(config.tenant)
  const past: FakePast = { facts: [], placed: [], inputs: [] }
  const ringing: IssuedOrder[] = []
  const listeners = new Set<(told: readonly Fact[]) => void>()

  function put(input: InputBody): Refusal | undefined {
    const { effects, refused, told } = take(state, past, { ...input, at: now() })
    if (told.length > 0) for (const listener of listeners) listener(told)
    for (const effect of effects) if (effect.kind === 'order') carryOut(effect.issued)
    return refused
  }

  function carryOut(issued: IssuedOrder): void {
    const { order } = issued
    if (order.kind === 'play') return
    if (order.kind === 'ring') {
      ringing.push(issued)
      return
    }
    put(done(issued))
    if (order.kind === 'hang-up' || order.kind === 'reject') {
      put({ kind: 'leg-ended', leg: order.leg, by: 'parley', cause: 'BYE' })
    }
  }

  put({ kind: 'tenant-configured', config, flags: currentFlags })
  let calls = 0
  return {
    tenant: config.tenant,
    ...past,
    put,
    call: from => {
      calls += 1
      const leg = toId<LegId>(`call-${calls}`)
      const to = config.numbers[0]?.address ?? ''
      put({ kind: 'interaction-arrived', channel: 'voice', leg, from, to, trunk: 'carrier' })
    },
    answer: () => {
      const ring = ringing.pop()
      if (ring === undefined) throw new Error('no phone rings')
      put(done(ring))
    },
    submit: async input => {
      const refused = put(input)
      return refused === undefined ? { ok: true } : { ok: false, refused }
    },
    read: look => look(state),
    onFacts: listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    kept: () => Promise.resolve(true),
    now,
  }
}

interface FakePast {
  readonly facts: Fact[]
  readonly placed: PlacedFact[]
  readonly inputs: JournalEntry[]
}

/** Takes one step and writes down what came of it. */
function take(
  state: TenantState,
  past: FakePast,
  input: Input,
): Outcome & { readonly told: readonly Fact[] } {
  const seq = past.inputs.length + 1
  past.inputs.push({ seq, input })
  const outcome = step(state, input)
  const told = outcome.effects.flatMap(effect => (effect.kind === 'fact' ? effect.fact : []))
  past.facts.push(...told)
  past.placed.push(...told.map((fact, nth) => ({ seq, nth, fact })))
  return { ...outcome, told }
}

function done({ id, order }: IssuedOrder): OrderDone {
  if (order.kind !== 'stop-recording') return { kind: 'order-done', order: id }
  return {
    kind: 'order-done',
    order: id,
    recording: {
      file: `${order.recording}.wav`,
      durationMs: 1000,
      bytes: 44,
      sha256: 'a'.repeat(64),
    },
  }
}

/** A tenant with one queue, two agents who serve it, and a supervisor who serves none. */
export function fakeTenant(name: string): TenantConfig {
  const support = toId<QueueId>('support')
  const wait = toId<StepId>('wait')
  const end = toId<StepId>('end')
  const agent = (id: string, role: AgentConfig['role']): AgentConfig => ({
    id: toId<AgentId>(`${name}-${id}`),
    name: `${id} of ${name}`,
    directoryId: `${name}-${id}-directory-id`,
    role,
    address: '+15550100',
    skills: [],
    queues: role === 'agent' ? [support] : [],
  })
  return {
    tenant: toId<TenantId>(name),
    name: `The ${name}`,
    language: 'en-GB',
    numbers: [{ address: '+441632960000', flow: toId<FlowId>('main') }],
    channels: { task: {} },
    hours: [],
    flows: [
      {
        id: toId<FlowId>('main'),
        name: 'Main',
        version: 'v1',
        start: wait,
        steps: {
          wait: { kind: 'queue', queue: support, closed: end, timeout: end },
          end: { kind: 'hang-up' },
        },
      },
    ],
    queues: [
      {
        id: support,
        name: 'Support',
        skills: [],
        priority: 3,
        music: { kind: 'silence', ms: 1000 },
        ringMs: 20_000,
        afterNoAnswer: 'not-ready',
        wrapUpMs: 30_000,
        dispositions: [toId<DispositionId>('solved')],
        record: true,
        serviceLevelMs: 20_000,
        waitMsMax: 600_000,
        waitingMax: 100,
      },
    ],
    agents: [
      agent('anna', 'agent'),
      agent('ben', 'agent'),
      agent('sue', 'supervisor'),
      agent('ada', 'admin'),
    ],
    dispositions: [{ id: toId<DispositionId>('solved'), name: 'Solved' }],
  }
}
