import type { EmulatedWorldView } from '#contract'
import { amara, customer, dialled, joel, mei, rosa, tom } from './cast.ts'

type Person = EmulatedWorldView['people'][number]

function peopleAt(at: number): readonly Person[] {
  const states: readonly Person['state'][] = [
    { kind: 'ringing', callId: 'c-1', from: customer.name, sinceMs: at - 4000 },
    {
      kind: 'talking',
      callId: 'c-2',
      from: 'Marek Dvořák',
      sinceMs: at - 412_000,
      held: 'by-us',
      voicemail: false,
    },
    { kind: 'idle' },
    {
      kind: 'talking',
      callId: 'c-3',
      from: '+441632960139',
      sinceMs: at - 61_000,
      held: 'no',
      voicemail: false,
    },
    { kind: 'idle' },
  ]
  return [amara, joel, mei, rosa, tom].map(({ id, name }, nth) => ({
    id,
    name,
    userName: `${id}@contoso.example`,
    number: `+44163296017${nth}`,
    presence: nth === 4 ? 'away' : nth % 2 === 1 ? 'in-a-call' : 'available',
    meets: nth === 0 ? 'hand' : nth === 4 ? 'declines' : 'answers',
    state: states[nth] ?? { kind: 'idle' },
  }))
}

function named(name: string, number: string): { name: string; number: string } {
  return { name, number }
}

/** The emulated world in the middle of a busy minute, with one thing broken. */
function worldAt(at: number): EmulatedWorldView {
  return {
    atMs: at,
    people: [...peopleAt(at)],
    callers: [
      {
        callId: 'c-1',
        name: customer.name,
        from: customer.address,
        to: dialled,
        phase: 'dialling',
        sinceMs: at - 19_000,
        story: 'wants advice',
        last: { atMs: at - 4000, what: 'pressed', detail: '2' },
      },
      {
        callId: 'c-2',
        name: 'Marek Dvořák',
        from: '+441632960131',
        to: dialled,
        phase: 'talking',
        sinceMs: at - 430_000,
        story: 'asks for a refund',
        last: { atMs: at - 31_000, what: 'heard', detail: 'music' },
      },
      {
        callId: 'c-9',
        name: 'Eilidh Munro',
        from: '+441632960155',
        to: dialled,
        phase: 'over',
        sinceMs: at - 90_000,
        last: { atMs: at - 90_000, what: 'hung-up', detail: 'after 74 s' },
      },
    ],
    numbers: [named('Main line', dialled), named('Design advice', '+441632960102')],
    webPages: ['/call/harbour-lane/shop'],
    identities: [named(customer.name, customer.address), named('Marek Dvořák', '+441632960131')],
    stories: ['wants advice', 'asks for a refund', 'hangs up in the menu'],
    troubles: ['lossy-network'],
    violations: [
      {
        code: 'contact-host',
        words: 'The Contact names 10.0.0.4, which is no name of this trunk.',
        rule: 'Direct Routing takes a call only from a host name that is set up for the tenant.',
        atMs: at - 45_000,
        callId: 'c-7',
        consequence: 'refused',
      },
    ],
    counts: { clientCalls: 3, mediaLegs: 5 },
  }
}

/** Events of a world that stands still, in the place of the browser's own: the first one tells all of it. */
export class StandInEvents extends EventTarget {
  #isClosed = false

  constructor() {
    super()
    queueMicrotask(() => {
      const data = JSON.stringify(worldAt(Date.now()))
      if (!this.#isClosed) this.dispatchEvent(new MessageEvent('world', { data }))
    })
  }

  close(): void {
    this.#isClosed = true
  }
}
