import type {
  Fact,
  FailureCode,
  InputBody,
  IssuedOrder,
  LegId,
  Prompt,
  TenantConfig,
  SecretDigits,
} from '#core'
import { factWords, namesOf, newState, step, toId, wakeAt, hideSecret } from '#core'

/** Prompts a caller may hear one after another before it must be the flow that never ends. */
const promptsInARowMax = 200

const callerLeg = toId<LegId>('caller')

/** One call on the core alone: no sound, no telephone, and a clock that is moved by hand. */
export interface RehearsedCall {
  readonly put: (input: InputBody) => string | undefined
  readonly pass: (ms: number) => void
  /** Lets prompts end until one holds the text; what was heard instead when none does. */
  readonly hear: (text: string) => readonly string[] | undefined
  /** The ring order of an agent, by id or name, or of a number. */
  readonly ringing: (whom: string) => IssuedOrder | undefined
  readonly whoRings: () => readonly string[]
  readonly settle: (issued: IssuedOrder, failure?: FailureCode) => void
  readonly facts: readonly Fact[]
  readonly told: () => readonly string[]
  readonly queue: () => string | undefined
}

interface World {
  readonly state: ReturnType<typeof newState>
  readonly open: IssuedOrder[]
  readonly facts: Fact[]
  readonly secrets: SecretDigits
  now: number
}

/** Configures a tenant at a moment; nobody has called yet. */
export function rehearseCall(config: TenantConfig, at: number): RehearsedCall {
  const world: World = {
    state: newState(config.tenant),
    open: [],
    facts: [],
    secrets: new Map(),
    now: at,
  }
  put(world, { kind: 'tenant-configured', config })
  const names = namesOf(config)
  return {
    put: input => put(world, input),
    pass: ms => pass(world, ms),
    hear: text => hear(world, text),
    ringing: whom => rings(world).find(issued => namesOfRing(config, issued).includes(whom)),
    whoRings: () => rings(world).map(issued => namesOfRing(config, issued)[0] ?? ''),
    settle: (issued, failure) => settle(world, issued, failure),
    facts: world.facts,
    told: () => world.facts.map(fact => factWords(fact, names)),
    queue: () => queueOf(world),
  }
}

function put(world: World, input: InputBody): string | undefined {
  const { effects, refused } = step(world.state, {
    ...hideSecret(world.state, input, world.secrets),
    at: world.now,
  })
  const given: IssuedOrder[] = []
  for (const effect of effects) {
    if (effect.kind === 'fact') world.facts.push(effect.fact)
    else given.push(effect.issued)
  }
  for (const issued of given) {
    world.open.push(issued)
    carryOut(world, issued)
  }
  return refused?.words
}

/** Everything is carried out at once, but for what the test decides: phones that ring, prompts that play. */
function carryOut(world: World, issued: IssuedOrder): void {
  const { order } = issued
  if (order.kind === 'ring') return
  if (order.kind === 'play') {
    for (const other of plays(world)) if (other !== issued) settle(world, other)
    return
  }
  if (order.kind === 'stop-playing') for (const other of plays(world)) settle(world, other)
  if (order.kind === 'hang-up' || order.kind === 'reject') endLeg(world, order.leg)
  settle(world, issued)
}

function endLeg(world: World, leg: LegId): void {
  const ring = rings(world).find(({ order }) => 'leg' in order && order.leg === leg)
  if (ring === undefined) put(world, { kind: 'leg-ended', leg, by: 'parley', cause: 'BYE' })
  else settle(world, ring, 'gone')
}

function settle(world: World, issued: IssuedOrder, failure?: FailureCode): void {
  const index = world.open.indexOf(issued)
  if (index === -1) return
  world.open.splice(index, 1)
  const { id: order } = issued
  if (failure !== undefined) {
    put(world, { kind: 'order-failed', order, code: failure, detail: failure })
  } else if (issued.order.kind === 'stop-recording') {
    const file = `${issued.order.recording}.wav`
    const recording = { file, durationMs: 0, bytes: 0, sha256: '' }
    put(world, { kind: 'order-done', order, recording })
  } else put(world, { kind: 'order-done', order })
}

function pass(world: World, ms: number): void {
  const end = world.now + ms
  endPrompts(world, () => false)
  for (let at = wakeAt(world.state); at !== undefined && at <= end; at = wakeAt(world.state)) {
    world.now = Math.max(world.now, at)
    put(world, { kind: 'time-passed' })
    endPrompts(world, () => false)
  }
  world.now = end
}

function hear(world: World, text: string): readonly string[] | undefined {
  const heard: string[] = []
  const found = endPrompts(world, words => {
    heard.push(words)
    return words.includes(text)
  })
  return found ? undefined : heard
}

/** Lets prompts come to their end, one after another, until one is wanted or only music is left. */
function endPrompts(world: World, wanted: (words: string) => boolean): boolean {
  for (let count = 0; count < promptsInARowMax; count += 1) {
    const playing = plays(world).at(-1)
    if (playing?.order.kind !== 'play') return false
    if (wanted(promptsWords(playing.order.prompts))) return true
    if (playing.order.loop) return false
    settle(world, playing)
  }
  return false
}

function promptsWords(prompts: readonly Prompt[]): string {
  return prompts
    .map(prompt => {
      switch (prompt.kind) {
        case 'say':
          return prompt.text
        case 'file':
          return prompt.file.slice(prompt.file.lastIndexOf('/') + 1)
        case 'tone':
          return prompt.tone
        case 'silence':
          return ''
      }
    })
    .join(' ')
}

function plays(world: World): IssuedOrder[] {
  return world.open.filter(({ order }) => order.kind === 'play' && order.leg === callerLeg)
}

function rings(world: World): IssuedOrder[] {
  return world.open.filter(({ order }) => order.kind === 'ring')
}

function namesOfRing(config: TenantConfig, { order }: IssuedOrder): readonly string[] {
  if (order.kind !== 'ring') return []
  const agent = config.agents.find(({ id }) => id === order.agent)
  return agent === undefined ? [order.to] : [agent.id, agent.name, order.to]
}

function queueOf({ state }: World): string | undefined {
  for (const { phase } of state.interactions.values()) {
    if (phase.at === 'waiting' || phase.at === 'offered') return phase.visit.queue
  }
  return undefined
}
