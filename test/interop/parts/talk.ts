import type { LegId } from '#core'
import { toId } from '#core'
import { until } from '../../e2e/peers/until.ts'
import type { Customer, Floor, Ringing } from './floor.ts'
import { agentHz, customerHz } from './floor.ts'
import { clientOf, people } from './people.ts'

interface Hearing {
  heard():
    | { readonly dominantHz: number; readonly purity: number; readonly levelDbfs: number }
    | undefined
}

let legs = 0

/** Rings a number in Teams for a customer who is on the line. */
export function ring(
  floor: Floor,
  { leg: customerLeg, from }: Pick<Customer, 'leg' | 'from'>,
  to: string = people.anna.number,
): Ringing {
  legs += 1
  const leg = toId<LegId>(`p-${legs}`)
  const order = { kind: 'ring', leg, customerLeg, to, from } as const
  return { leg, result: floor.order(order) }
}

/** A customer and Anna, talking; both hum, and each hears the other. */
export async function talking(floor: Floor): Promise<Customer & { readonly agent: LegId }> {
  const customer = await floor.customer()
  const ringing = ring(floor, customer)
  await until(
    'Anna’s client rings',
    () => clientOf(floor.emulator, 'anna').state().kind === 'ringing',
  )
  clientOf(floor.emulator, 'anna').answer()
  const result = await ringing.result
  if (!result.ok) throw new Error(`nobody answered: ${result.detail}`)
  await floor.order({ kind: 'connect', legs: [customer.leg, ringing.leg] })
  await bothHear(floor, customer)
  return { ...customer, agent: ringing.leg }
}

/** The customer hears the agent and the agent the customer. */
export async function bothHear(floor: Floor, { call }: Pick<Customer, 'call'>): Promise<void> {
  await until('the customer hears the agent', () => hears(call, agentHz))
  await until('the agent hears the customer', () =>
    hears(clientOf(floor.emulator, 'anna'), customerHz),
  )
}

/** Whether one pitch is what is heard right now. */
export function hears(ear: Hearing, hz: number): boolean {
  const heard = ear.heard()
  return heard !== undefined && Math.abs(heard.dominantHz - hz) < 12 && heard.purity > 0.8
}

/** Whether nothing is heard right now. */
export function hearsNothing(ear: Hearing): boolean {
  return (ear.heard()?.levelDbfs ?? -96) < -60
}

/** Everybody hangs up, from our side. */
export async function endCall(floor: Floor, ...ends: readonly LegId[]): Promise<void> {
  for (const leg of ends) await floor.order({ kind: 'hang-up', leg, why: 'ended' })
}
