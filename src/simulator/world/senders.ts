import type { Fact, InputBody } from '#core'
import { toId } from '#core'
import { below, chanceFor, happens, span } from './chance.ts'
import type { World } from './world.ts'
import { leavesOut } from './world.ts'

/** Other systems begin to send tasks, and go on until the day is over. */
export function beginSending(world: World): void {
  if (world.scenario.tasks.perHour > 0) sendLater(world, 1)
}

function sendLater(world: World, n: number): void {
  const chance = chanceFor(world.seed, `task ${n}`)
  world.agenda.after(span(chance, 3_600_000 / world.scenario.tasks.perHour), () => {
    if (world.closing) return
    if (!leavesOut(world, `task ${n}`)) send(world, n)
    sendLater(world, n + 1)
  })
}

/** A task is sent, at times twice, at times to a queue that is not there; and is taken back if it takes too long. */
function send(world: World, n: number): void {
  const { company, tasks } = world.scenario
  const chance = chanceFor(world.seed, `sender of task ${n}`)
  const key = `task-${n}`
  const queue = toId<never>(`q${below(chance, company.queues + 1)}`)
  const task: InputBody = {
    kind: 'interaction-arrived',
    channel: 'task',
    key,
    title: `Task ${n}`,
    from: `customer-${n % 100}`,
    entry: happens(chance, 0.8)
      ? { kind: 'queue', queue, priority: 1 + below(chance, 5) }
      : { kind: 'flow', flow: toId('main') },
  }
  world.tell(task)
  if (happens(chance, 0.05)) world.tell(task)
  world.agenda.after(span(chance, tasks.patienceMs), () => {
    const interaction = world.state().tasks.get(key)
    if (interaction !== undefined) world.tell({ kind: 'interaction-cancelled', interaction })
  })
}

/** What agents do about tasks: most take them, work on them, and say when they are done. */
export function taskHeard(world: World, fact: Fact): void {
  if (fact.kind === 'offer-made' && fact.leg === undefined) {
    const chance = chanceFor(world.seed, `task offer ${fact.offer}`)
    if (!happens(chance, world.scenario.phones.answers)) return
    const { agent, offer } = fact
    const { answerMs } = world.scenario.phones
    world.agenda.after(span(chance, answerMs), () =>
      world.tell({ kind: 'offer-accepted', agent, offer }),
    )
  } else if (fact.kind === 'talk-started' && fact.channel === 'task') {
    const { agent, interaction, at } = fact
    const chance = chanceFor(world.seed, `work on ${interaction} at ${at}`)
    world.agenda.after(span(chance, world.scenario.tasks.workMs), () =>
      world.tell({ kind: 'hang-up-requested', agent, interaction }),
    )
  }
}
