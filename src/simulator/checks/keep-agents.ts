import type { AgentConfig, AgentId, Fact, QueueConfig, QueueId } from '#core'
import type { AgentLine, Book, Piece, Visit } from './book.ts'

/** Writes a fact about an agent into the book, or says why it cannot be true. */
export function keepAgent(book: Book, fact: Fact): string | undefined {
  if (fact.kind === 'offer-made') return offered(book, fact)
  if (fact.kind === 'agent-presence-changed') {
    lineOf(book, fact.agent).presence = fact.to
    return undefined
  }
  if (fact.kind === 'agent-device-changed') {
    lineOf(book, fact.agent).device = fact.to
    return undefined
  }
  if (fact.kind !== 'agent-state-changed') return keepSupervisor(book, fact)
  const line = lineOf(book, fact.agent)
  if (line.at !== fact.from) return `${fact.agent} is ${line.at} and leaves ${fact.from}`
  return change(book, line, fact)
}

/** A supervisor who comes into a talk is offered nothing, and afterwards stands last among the idle. */
function keepSupervisor(book: Book, fact: Fact): string | undefined {
  if (fact.kind === 'taken-over') lineOf(book, fact.supervisor).takesOver = fact.interaction
  if (fact.kind !== 'monitor-started' && fact.kind !== 'monitor-ended') return undefined
  const line = lineOf(book, fact.supervisor)
  const starts = fact.kind === 'monitor-started'
  if (line.listens === starts) return `${fact.kind} of ${line.id}, who listens: ${line.listens}`
  line.listens = starts
  if (starts || line.at !== 'available') return undefined
  book.places += 1
  line.idle = { since: fact.at, order: book.places }
  return undefined
}

/** How good an agent is for a skill; 0 is not at all. */
function levelOf(agent: AgentConfig, skill: string): number {
  return agent.skills.find(has => has.skill === skill)?.level ?? 0
}

/** How long an agent is passed over who let an offer of the same interaction pass. */
const passedOverMs = 30_000

/** Presences that keep offers away where nothing else is configured. */
const blocking: readonly string[] = ['do-not-disturb', 'in-a-call']

/** Whether presence keeps an agent from this queue's offers, or a phone that cannot ring from calls. */
function isAway(
  { device, presence }: AgentLine,
  config: AgentConfig,
  queue: QueueConfig,
  { channel }: Piece,
): boolean {
  if (channel === 'voice' && device === 'unreachable') return true
  return (config.presenceBlocks ?? queue.presenceBlocks ?? blocking).includes(presence)
}

/** Whether an agent may be handed something: it listens to no talk, and nothing keeps the queue's offers away. */
export function mayBeHanded(book: Book, agent: AgentLine, piece: Piece): boolean {
  const config = book.agentConfigs.get(agent.id)
  const queue = piece.visit && book.queueConfigs.get(piece.visit.queue)
  if (agent.listens) return false
  return config === undefined || queue === undefined || !isAway(agent, config, queue, piece)
}

/** Whether the rules let this agent be offered this waiting interaction at a moment. */
export function mayServe(book: Book, agent: AgentLine, piece: Piece, at: number): boolean {
  const { visit } = piece
  const config = book.agentConfigs.get(agent.id)
  const queue = visit && book.queueConfigs.get(visit.queue)
  if (visit === undefined || config === undefined || queue === undefined) return false
  if (agent.listens || isAway(agent, config, queue, piece)) return false
  if (!config.queues.includes(visit.queue)) return false
  if (isPassedOver(visit, agent, at)) return false
  return queue.skills.every(
    need => need.need !== 'required' || levelOf(config, need.skill) >= need.levelMin,
  )
}

/** Who let it pass and said to be ready since is not passed over; who handed it on is. */
function isPassedOver({ handedBy, tried }: Visit, { id, readyAt }: AgentLine, at: number): boolean {
  const triedAt = tried.get(id)
  if (triedAt === undefined || at - triedAt >= passedOverMs) return false
  return readyAt === undefined || triedAt >= readyAt || handedBy === id
}

/** How many wishes of the queue an agent meets. */
export function wishesMet(book: Book, agent: AgentLine, piece: Piece): number {
  const config = book.agentConfigs.get(agent.id)
  const queue = piece.visit && book.queueConfigs.get(piece.visit.queue)
  if (config === undefined || queue === undefined) return 0
  return queue.skills.filter(
    need => need.need === 'preferred' && levelOf(config, need.skill) >= need.levelMin,
  ).length
}

function lineOf(book: Book, id: AgentLine['id']): AgentLine {
  const known = book.agents.get(id)
  if (known !== undefined) return known
  const line: AgentLine = {
    id,
    at: 'signed-out',
    interaction: undefined,
    idle: undefined,
    keepsPlace: false,
    presence: 'unknown',
    device: 'unknown',
    listens: false,
    takesOver: undefined,
    readyAt: undefined,
  }
  book.agents.set(id, line)
  return line
}

/** An offer goes to somebody reserved for it a moment ago, and to nobody else. */
function offered(book: Book, fact: Extract<Fact, { kind: 'offer-made' }>): string | undefined {
  const line = lineOf(book, fact.agent)
  takeTurn(book, fact)
  // Where agents may be at several things, the shown word says less: the rooms are checked by themselves.
  if (book.several) return undefined
  if (line.at !== 'reserved' || line.interaction !== fact.interaction) {
    return `${fact.offer} goes to ${fact.agent}, who is ${line.at} for ${line.interaction ?? 'nobody'}`
  }
  return undefined
}

/** The turn goes on from whom the queue's rule chose, and from nobody else. */
function takeTurn(
  book: Book,
  { queue, agent, interaction }: Extract<Fact, { kind: 'offer-made' }>,
): void {
  if (book.pieces.get(interaction)?.byHand === true) return
  book.turns.set(queue, placeIn(book, queue, agent) + 1)
}

/** The place of an agent in the configuration's order of those who serve a queue, from 0. */
export function placeIn(book: Book, queue: QueueId, agent: AgentId): number {
  const serving = (book.config?.agents ?? []).filter(one => one.queues.includes(queue))
  return serving.findIndex(one => one.id === agent)
}

/** The levels an agent has in a queue's skills, added up. */
export function levelsOf(book: Book, agent: AgentLine, piece: Piece): number {
  const config = book.agentConfigs.get(agent.id)
  const queue = piece.visit && book.queueConfigs.get(piece.visit.queue)
  if (config === undefined || queue === undefined) return 0
  return queue.skills.reduce((sum, need) => sum + levelOf(config, need.skill), 0)
}

type Changed = Extract<Fact, { kind: 'agent-state-changed' }>

function change(book: Book, line: AgentLine, fact: Changed): string | undefined {
  const wrong = book.several ? undefined : wrongTurn(book, line, fact)
  line.at = fact.to
  const works = fact.to === 'reserved' || fact.to === 'talking' || fact.to === 'wrap-up'
  line.interaction = works ? fact.interaction : undefined
  book.available.delete(line.id)
  if (fact.to === 'available') {
    book.places += 1
    if (fact.why === 'chose available') line.readyAt = fact.at
    const kept = line.keepsPlace ? line.idle : undefined
    line.idle = kept ?? { since: fact.at, order: book.places }
    book.available.set(line.id, line)
  } else if (fact.to !== 'reserved') {
    line.idle = undefined
  }
  line.keepsPlace = false
  return wrong
}

function wrongTurn(book: Book, line: AgentLine, fact: Changed): string | undefined {
  const { id } = line
  if (fact.to === 'reserved') {
    if (line.at !== 'available') return `${id} is reserved while ${line.at}`
    return fact.interaction === undefined ? `${id} is reserved for nothing` : undefined
  }
  if (fact.to === 'talking') {
    if (line.takesOver === fact.interaction) {
      line.takesOver = undefined
      return undefined
    }
    if (line.at !== 'reserved') return `${id} talks without an offer, from ${line.at}`
    if (line.interaction !== fact.interaction) return `${id} talks to another than was offered`
    return undefined
  }
  if (fact.to === 'wrap-up') {
    return line.at === 'talking' ? undefined : `${id} wraps up what was no talk, from ${line.at}`
  }
  return stillBusy(book, line)
}

/** Who becomes free must have nobody left. */
function stillBusy(book: Book, line: AgentLine): string | undefined {
  const { id, interaction } = line
  const piece = interaction === undefined ? undefined : book.pieces.get(interaction)
  for (const [offer, out] of piece?.offers ?? []) {
    if (out.agent === id) return `${id} is free while ${offer} is out`
  }
  if (piece?.stage === 'talking' && piece.talk?.agent === id) {
    return `${id} is free in the middle of a talk`
  }
  return undefined
}
