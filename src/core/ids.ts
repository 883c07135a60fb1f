/**
 * Ids are branded strings: a queue's id cannot be handed where an agent's is wanted.
 * Past the edge they travel only in these types; `parse…` at the edge proves the text.
 */
declare const brand: unique symbol

type Id<Name extends string> = string & { readonly [brand]: Name }

/** One Microsoft 365 organisation served by this installation. */
export type TenantId = Id<'tenant'>
/** One piece of work from or to a customer, given out by the core in order of arrival. */
export type InteractionId = Id<'interaction'>
/** One party's side of a call. Incoming legs are named by the channel, outgoing ones by the core. */
export type LegId = Id<'leg'>
/** One order of the core to the outside; its result comes back with this id. */
export type OrderId = Id<'order'>
/** One interaction put before one agent. */
export type OfferId = Id<'offer'>
/** One stereo file of two voices. */
export type RecordingId = Id<'recording'>
/** A person who serves queues. */
export type AgentId = Id<'agent'>
/** Where interactions wait for people. */
export type QueueId = Id<'queue'>
/** A named ability. */
export type SkillId = Id<'skill'>
/** What an interaction goes through before, between and after people. */
export type FlowId = Id<'flow'>
/** A person who serves no queue, and is asked or handed customers. */
export type ExpertId = Id<'expert'>
/** One step of a flow. */
export type StepId = Id<'step'>
/** A set of opening hours. */
export type HoursId = Id<'hours'>
/** How an interaction is filed when it is wrapped up. */
export type DispositionId = Id<'disposition'>

/** The longest id accepted anywhere. */
export const idLengthMax = 64

const idShape = /^[a-z0-9][a-z0-9._~-]*$/

/** Whether a text may serve as an id: lower-case letters, digits, and . _ ~ - inside. */
export function isId(text: string): boolean {
  return text.length <= idLengthMax && idShape.test(text)
}

/** The n-th id of those the core itself gives out: a letter and a number need no proof. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller says which id it is
export function nthId<T extends Id<string>>(letter: 'i' | 'o' | 'f', n: number): T {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the shape of an id by how it is made
  return `${letter}${n}` as T
}

/** Brands a text that was proven to be an id; throws on any other, which the edge must not let pass. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller says which id it is
export function toId<T extends Id<string>>(text: string): T {
  if (!isId(text)) throw new TypeError(`not an id: ${JSON.stringify(text.slice(0, 80))}`)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a brand is given, proven above
  return text as T
}
