import type { Fact, LegId } from '#core'
import { toId } from '#core'
import type { Chance } from './chance.ts'
import { below, chanceFor, happens, pick, span } from './chance.ts'
import { mainNumber, wrongNumber } from './company.ts'
import { doAtOwnEnd, handOver } from './handovers.ts'
import { endLeg } from './legs.ts'
import type { Caller, World } from './world.ts'
import { leavesOut } from './world.ts'

/** Callers begin to call, by the day's shape, and go on until the day is over. */
export function beginCalling(world: World): void {
  const arrivals = chanceFor(world.seed, 'arrivals')
  if (world.scenario.callers.perHour > 0) callLater(world, arrivals, 1)
}

/** What a caller does about what happened to the call. */
export function callerHears(world: World, fact: Fact): void {
  if (fact.kind === 'interaction-arrived') {
    const caller = fact.channel === 'voice' ? world.callers.get(fact.leg) : undefined
    if (caller !== undefined) world.calls.set(fact.interaction, caller)
  } else if (fact.kind === 'step-entered') {
    answerStep(world, fact)
  } else if (fact.kind === 'talk-started') {
    talk(world, fact)
    handOver(world, fact)
    doAtOwnEnd(world, fact)
  } else if (fact.kind === 'interaction-closed') {
    world.calls.delete(fact.interaction)
  }
}

/** A caller does what a step asks for: a key, digits one after another, a message that comes to its end. */
function answerStep(world: World, fact: Extract<Fact, { kind: 'step-entered' }>): void {
  const caller = world.calls.get(fact.interaction)
  if (fact.does === 'menu') pressLater(world, caller)
  if (fact.does === 'collect' && caller !== undefined) pressDigits(world, caller)
  if (fact.does === 'voicemail' && caller !== undefined) fallSilent(world, caller)
}

/** Digits, quickly or slowly, some too few, at times with the key that ends them. */
function pressDigits(world: World, caller: Caller): void {
  const digits = 1 + below(caller.chance, 6)
  const keys = Array.from({ length: digits }, () => String(below(caller.chance, 10)))
  if (happens(caller.chance, 0.5)) keys.push('#')
  let after = span(caller.chance, 1500)
  for (const digit of keys) {
    world.agenda.after(after, () => press(world, caller, digit))
    after += span(caller.chance, 400)
  }
}

/** A message ends in silence, by a key, or in the middle of it. */
function fallSilent(world: World, caller: Caller): void {
  const how = caller.chance.next()
  world.agenda.after(span(caller.chance, 12_000), () => {
    if (!world.legs.has(caller.leg)) return
    if (how < 0.4) world.tell({ kind: 'silence-heard', leg: caller.leg })
    else if (how < 0.7) press(world, caller, '#')
    else endLeg(world, caller.leg, { by: 'far-end', cause: 'BYE' })
  })
}

function callLater(world: World, arrivals: Chance, n: number): void {
  const { perHour, shape, dayMs } = world.scenario.callers
  const part = Math.floor(((world.agenda.now() % dayMs) / dayMs) * shape.length)
  const rate = perHour * (shape[part] ?? 1)
  // In a part of the day when nobody calls, the next part is looked at.
  const gap = rate > 0 ? span(arrivals, 3_600_000 / rate) : dayMs / shape.length
  world.agenda.after(gap, () => {
    if (world.closing) return
    if (rate > 0 && !leavesOut(world, `caller ${n}`)) call(world, n)
    callLater(world, arrivals, rate > 0 ? n + 1 : n)
  })
}

function call(world: World, n: number): void {
  const { callers } = world.scenario
  const chance = chanceFor(world.seed, `caller ${n}`)
  const caller: Caller = { name: `caller ${n}`, leg: toId<LegId>(`c${n}`), chance }
  world.legs.set(caller.leg, {
    state: 'up',
    party: 'customer',
    ring: undefined,
    playing: undefined,
  })
  world.callers.set(caller.leg, caller)
  world.tell({
    kind: 'interaction-arrived',
    channel: 'voice',
    leg: caller.leg,
    from: `+4477009${String(n % 100_000).padStart(5, '0')}`,
    to: happens(chance, callers.wrongNumber) ? wrongNumber : mainNumber,
    trunk: 'carrier',
  })
  world.agenda.after(span(chance, callers.patienceMs), () => losePatience(world, caller))
  if (happens(chance, callers.fidgets)) {
    const digit = pick(chance, '0123456789*#ABCD'.split('')) ?? '0'
    world.agenda.after(span(chance, callers.patienceMs / 2), () => press(world, caller, digit))
  }
}

/** Who is talking has found what he waited for; who is not, hangs up. */
function losePatience(world: World, caller: Caller): void {
  const interaction = world.state().legs.get(caller.leg)
  const phase = interaction && world.state().interactions.get(interaction)?.phase
  if (phase?.at === 'talking') return
  endLeg(world, caller.leg, { by: 'far-end', cause: 'BYE' })
}

function pressLater(world: World, caller: Caller | undefined): void {
  if (caller === undefined) return
  const { pressesRight, pressesWrong } = world.scenario.callers
  const drawn = caller.chance.next()
  const keys = Math.min(world.scenario.company.queues, 9)
  const right = String(1 + Math.floor(caller.chance.next() * keys))
  const digit = drawn < pressesRight ? right : '0'
  if (drawn >= pressesRight + pressesWrong) return
  world.agenda.after(span(caller.chance, 2000), () => press(world, caller, digit))
}

function press(world: World, caller: Caller, digit: string): void {
  if (world.legs.has(caller.leg)) world.tell({ kind: 'digit-pressed', leg: caller.leg, digit })
}

/** A talk lasts its time; then one of the two hangs up: the caller, the agent's phone, or the agent's app. */
function talk(world: World, fact: Extract<Fact, { kind: 'talk-started' }>): void {
  const caller = world.calls.get(fact.interaction)
  if (caller === undefined) return
  const phase = world.state().interactions.get(fact.interaction)?.phase
  const agentLeg = phase?.at === 'talking' ? phase.agentLeg : undefined
  const { interaction, agent } = fact
  const who = caller.chance.next()
  world.agenda.after(span(caller.chance, world.scenario.callers.talkMs), () => {
    if (who < 0.25 && agentLeg !== undefined) {
      endLeg(world, agentLeg, { by: 'far-end', cause: 'BYE' })
    } else if (who < 0.5) {
      world.tell({ kind: 'hang-up-requested', agent, interaction })
    }
    // Whatever came of the other's wish, nobody talks for ever.
    world.agenda.after(who < 0.5 ? 60_000 : 0, () =>
      endLeg(world, caller.leg, { by: 'far-end', cause: 'BYE' }),
    )
  })
}
