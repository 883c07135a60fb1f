import { describe, expect, test } from 'vitest'
import { checkState } from '../check-state.ts'
import type { TenantConfig } from '../config.ts'
import { currentFlags, flags } from '../flags.ts'
import type { Hours } from '../hours/hours.ts'
import { toId } from '../ids.ts'
import type { FlowId, HoursId, LegId, StepId } from '../ids.ts'
import type { Rehearsal } from '../testing/rehearsal.ts'
import { mainFlow, rehearse, smallCompany } from '../testing/rehearsal.ts'
import type { FlowStep } from './flow.ts'

const step = toId<StepId>
const ask = toId<FlowId>('ask')
const office = toId<HoursId>('office')

describe('A caller goes to the end by the flows and opening hours the call began with:', () => {
  test('a sub-flow that a new configuration drops is still there for those in the flow that runs it', () => {
    const floor = begin(withSubFlow('old'))
    floor.put(configured({ ...withSubFlow('old'), flows: [mainFlow] }))
    press(floor)
    expect(said(floor)).toEqual(['old'])
    floor.played()
    expect(outcomes(floor)).toEqual(['ended-by-flow'])
  })

  test('the next caller hears a sub-flow’s new text, and the one before the old', () => {
    const floor = begin(withSubFlow('old'))
    floor.put(configured(withSubFlow('new')))
    call(floor, 'second')
    press(floor, 'second')
    expect(said(floor)).toEqual(['new'])
    press(floor)
    expect(said(floor)).toEqual(['old'])
  })

  test('a branch by what the hours say asks the hours of the beginning', () => {
    const branch = {
      kind: 'branch',
      cases: [{ name: 'hours.office', test: { kind: 'is', text: 'open' }, to: step('bye') }],
      otherwise: step('greet'),
    } as const
    const floor = begin(withHours(branch))
    floor.put(configured({ ...withHours(branch), hours: [] }))
    press(floor)
    expect(outcomes(floor)).toEqual(['ended-by-flow'])
  })

  test.each([
    ['the call is ended as a fault', flagsBefore(), 'fault'],
    ['the call goes on', currentFlags, 'ended-by-flow'],
  ])('where the hours go, %s, by flag', (_, on, outcome) => {
    const look = { kind: 'hours', hours: office, open: step('bye'), closed: step('greet') } as const
    const floor = begin(withHours(look), on)
    floor.put(configured({ ...withHours(look), flows: [mainFlow], hours: [] }, on))
    press(floor)
    expect(outcomes(floor)).toEqual([outcome])
  })

  test('a caller put through to the queue still finds the sub-flow of the beginning when the wait is over', () => {
    const config = withSubFlow('old')
    const [main, ...others] = config.flows
    const sales = mainFlow.steps['sales']
    if (main === undefined || sales?.kind !== 'queue') throw new Error('no flow')
    const queue = { ...sales, timeout: step('ask') }
    const flows = [{ ...main, steps: { ...main.steps, sales: queue } }, ...others]
    const floor = begin({ ...config, flows })
    press(floor, 'first', '2')
    floor.put(configured({ ...config, flows: [mainFlow] }))
    floor.pass(3_600_000)
    expect(said(floor)).toEqual(['old'])
  })
})

describe('What nobody goes by is let go:', () => {
  test('versions go with the last call that began with them, at once', () => {
    const floor = begin(withSubFlow('old'))
    call(floor, 'second')
    floor.put(configured(withSubFlow('new')))
    call(floor, 'third')
    const both = ['main@1', 'ask@new', 'ask@old']
    expect(versions(floor)).toEqual(both.toSorted())
    hangUp(floor, 'first')
    expect(versions(floor)).toEqual(both.toSorted())
    hangUp(floor, 'second')
    expect(versions(floor)).toEqual(['ask@new', 'main@1'])
    expect(floor.state.editions.size).toBe(1)
    expect(checkState(floor.state)).toEqual([])
  })

  test('a configuration with the same flows and hours is no new edition, and hours are kept once', () => {
    const config = withHours({ kind: 'hang-up' })
    const floor = begin(config)
    floor.put(configured(structuredClone(config)))
    expect(floor.state.editions.size).toBe(1)
    floor.put(configured(structuredClone({ ...config, flows: [{ ...mainFlow, version: 'v2' }] })))
    expect(floor.state.editions.size).toBe(2)
    expect(new Set([...floor.state.editions.values()].map(one => one.hours.get(office))).size).toBe(
      1,
    )
  })
})

function flagsBefore(): readonly number[] {
  return currentFlags.filter(flag => flag !== flags.pinFlows)
}

function configured(
  config: TenantConfig,
  on: readonly number[] = currentFlags,
): { kind: 'tenant-configured'; config: TenantConfig; flags: readonly number[] } {
  return { kind: 'tenant-configured', config, flags: on }
}

/** Key 1 leads to a step that a test says. */
function company(
  steps: Readonly<Record<string, FlowStep>>,
  others: Partial<TenantConfig>,
): TenantConfig {
  const menu = mainFlow.steps['menu']
  if (menu?.kind !== 'menu') throw new Error('no menu')
  const keys = { '1': step('first'), '2': step('sales') }
  const bye = { kind: 'hang-up' } as const
  const greet = {
    kind: 'say',
    prompts: [{ kind: 'say', text: 'hello' }],
    next: step('bye'),
  } as const
  const flow = {
    ...mainFlow,
    version: '1',
    steps: { ...mainFlow.steps, menu: { ...menu, keys }, bye, greet, ...steps },
  }
  return smallCompany({ ...others, flows: [flow, ...(others.flows ?? [])] })
}

function withSubFlow(text: string): TenantConfig {
  const first = { kind: 'flow', flow: ask, next: step('bye') } as const
  const prompts = [{ kind: 'say', text } as const]
  const steps = {
    say: { kind: 'say', prompts, next: step('back') } as const,
    back: { kind: 'return' } as const,
  }
  const sub = { id: ask, name: 'Ask', version: text, start: step('say'), steps }
  return company({ first, ask: first }, { flows: [sub] })
}

function withHours(first: FlowStep): TenantConfig {
  const week = Array.from({ length: 7 }, () => [{ from: 0, to: 1440 }])
  const zone = { name: 'UTC', offsetMinutes: 0, changes: [] }
  const hours: Hours = { id: office, name: 'Office', zone, week, holidays: [] }
  return company({ first }, { hours: [hours] })
}

function begin(config: TenantConfig, on?: readonly number[]): Rehearsal {
  const floor = rehearse(config)
  floor.put(configured(config, on))
  call(floor, 'first')
  return floor
}

function call(floor: Rehearsal, name: string): void {
  const [from, to] = ['+441632960999', '+441632960100']
  const leg = toId<LegId>(name)
  floor.put({ kind: 'interaction-arrived', channel: 'voice', leg, from, to, trunk: 't' })
}

function press(floor: Rehearsal, name = 'first', digit = '1'): void {
  floor.put({ kind: 'digit-pressed', leg: toId<LegId>(name), digit })
}

function hangUp(floor: Rehearsal, name: string): void {
  floor.put({ kind: 'leg-ended', leg: toId<LegId>(name), by: 'far-end', cause: 'BYE' })
}

function said(floor: Rehearsal): readonly string[] {
  const { prompts } = floor.open('play').order
  return prompts.map(prompt => (prompt.kind === 'say' ? prompt.text : ''))
}

function outcomes(floor: Rehearsal): readonly string[] {
  return floor.facts.flatMap(fact => (fact.kind === 'interaction-closed' ? [fact.outcome] : []))
}

function versions(floor: Rehearsal): readonly string[] {
  return [...floor.state.flows.keys()].toSorted()
}
