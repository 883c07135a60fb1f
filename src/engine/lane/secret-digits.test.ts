import { serialize } from 'node:v8'
import { expect, test } from 'vitest'
import type { FlowStep, LegId, TenantConfig } from '#core'
import { checkFlows, currentFlags, newState, step, toId } from '#core'
import type { JournalEntry } from '../ports/journal.ts'
import type { Floor } from './rehearse-lane.ts'
import { config, openFloor, tenant } from './rehearse-lane.ts'

const id = toId<never>
const say = [{ kind: 'say', text: 'Please.' }] as const

/** A menu, then a card's number that nobody is to know, and a branch that asks for it. */
function flowWith(digits: { min: number; max: number; endKey?: string }): TenantConfig {
  const collect: FlowStep = {
    kind: 'collect',
    prompts: say,
    into: 'card',
    secret: true,
    digitsMin: digits.min,
    digitsMax: digits.max,
    ...(digits.endKey === undefined ? {} : { endKey: digits.endKey }),
    keyMs: 5000,
    betweenMs: 3000,
    attemptsMax: 2,
    next: id('which'),
    otherwise: id('bye'),
  }
  const steps: Readonly<Record<string, FlowStep>> = {
    choose: {
      kind: 'menu',
      prompts: say,
      keys: { '1': id('card') },
      keyMs: 4000,
      attemptsMax: 2,
      otherwise: id('bye'),
    },
    card: collect,
    which: {
      kind: 'branch',
      cases: [
        { name: 'card', test: { kind: 'starts-with', text: '9' }, to: id('other') },
        { name: 'card', test: { kind: 'known', known: true }, to: id('mine') },
      ],
      otherwise: id('bye'),
    },
    other: { kind: 'say', prompts: say, next: id('bye') },
    mine: { kind: 'say', prompts: say, next: id('bye') },
    bye: { kind: 'hang-up' },
  }
  const [flow] = config.flows
  if (flow === undefined) throw new Error('the rehearsal has no flow')
  return { ...config, flows: [{ ...flow, version: 'secret', start: id('choose'), steps }] }
}

interface Call {
  readonly floor: Floor
  readonly leg: LegId
}

async function called(tenantConfig: TenantConfig): Promise<Call> {
  const floor = await openFloor()
  await floor.lane.submit({ kind: 'tenant-configured', config: tenantConfig, flags: currentFlags })
  const leg = floor.channel.call('+441632960999', tenantConfig.numbers[0]?.address ?? '')
  await floor.clock.pass(100)
  return { floor, leg }
}

/** Keys as they come from a hurried finger: all in one turn, before the first is durable. */
async function press({ floor, leg }: Call, keys: string): Promise<void> {
  const { clock, lane } = floor
  await Promise.all(keys.split('').map(digit => lane.submit({ kind: 'digit-pressed', leg, digit })))
  // The records are kept a little behind the journal.
  await clock.pass(500)
}

async function entriesOf({ journal }: Floor): Promise<readonly JournalEntry[]> {
  const entries: JournalEntry[] = []
  for await (const entry of journal.read(tenant, 1)) entries.push(entry)
  return entries
}

function stepsTaken(floor: Floor): string[] {
  return floor.records
    .facts(tenant)
    .flatMap(({ fact }) => (fact.kind === 'step-entered' ? [fact.step] : []))
}

test('Digits of a secret are in no journal, fact or state, and the branch after them goes its way', async () => {
  const call = await called(flowWith({ min: 16, max: 16 }))
  await press(call, '19876543219876543')
  const { floor } = call
  const written = JSON.stringify([await entriesOf(floor), floor.records.facts(tenant)])
  expect(written).not.toMatch(/987|654|321/)
  expect(floor.lane.read(state => serialize(state).toString('latin1'))).not.toMatch(/987|654|321/)
  expect(stepsTaken(floor)).toEqual(['choose', 'card', 'which', 'other'])
})

test('A replay of what was written goes the same way without the digits', async () => {
  const call = await called(flowWith({ min: 4, max: 4 }))
  await press(call, '19871')
  const { floor } = call
  const state = newState(tenant)
  const told = (await entriesOf(floor)).flatMap(({ input }) => step(state, input).effects)
  const facts = told.flatMap(effect => (effect.kind === 'fact' ? [effect.fact] : []))
  expect(facts).toEqual(floor.records.facts(tenant).map(({ fact }) => fact))
})

test('The key that ends a secret, and what its branch does not test for, lead on as ever', async () => {
  const call = await called(flowWith({ min: 2, max: 16, endKey: '#' }))
  await press(call, '1234#')
  expect(stepsTaken(call.floor)).toEqual(['choose', 'card', 'which', 'mine'])
})

test('What was pressed before a restart is known to nobody: no test holds of it, and nothing is given away', async () => {
  const call = await called(flowWith({ min: 4, max: 4 }))
  await press(call, '198')
  await call.floor.lane.close()
  const { lane: _, ...kept } = call.floor
  const again = await openFloor(kept)
  await again.clock.pass(1)
  await press({ ...call, floor: again }, '71')
  expect(stepsTaken(again)).toEqual(['choose', 'card', 'which', 'mine'])
})

test('A flow that would say, keep or call a secret is told no', () => {
  const wrong = flowWith({ min: 4, max: 4 })
  const steps = {
    ...wrong.flows[0]?.steps,
    mine: { kind: 'say', prompts: [{ kind: 'say', text: 'You said {card}.' }], next: id('bye') },
  } as const
  const flows = wrong.flows.map(flow => ({ ...flow, steps }))
  const found = checkFlows({ ...wrong, flows }).map(({ code, path }) => `${code} ${path.join('.')}`)
  expect(found).toContain('secret-in-text flows.0.steps.mine.prompts.0')
})
