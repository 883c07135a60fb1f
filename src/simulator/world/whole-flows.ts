import type { Flow, FlowStep, StepId } from '#core'
import { toId } from '#core'

const id = toId<StepId>
const said = (text: string, next: string): FlowStep => ({
  kind: 'say',
  prompts: [{ kind: 'say', text }],
  next: id(next),
})

/** Takes digits; a PIN ends with a key or in its time, a number of three digits with the last. */
function collect(
  into: string,
  { next, otherwise }: { readonly next: string; readonly otherwise: string },
  secret: boolean,
): FlowStep {
  return {
    kind: 'collect',
    prompts: [{ kind: 'say', text: `Your ${into}, please.` }],
    into,
    ...(secret ? { secret, endKey: '#' } : {}),
    digitsMin: secret ? 2 : 3,
    digitsMax: secret ? 6 : 3,
    keyMs: 4000,
    betweenMs: 2500,
    attemptsMax: 2,
    next: id(next),
    otherwise: id(otherwise),
  }
}

/**
 * A flow with what comes before and after its queues: a PIN nobody is to know, a branch by it, a flow
 * inside with a number that is no secret, a call to somebody outside, and a message for who waited in vain.
 */
export function wholeFlows(main: Flow): readonly Flow[] {
  const { version } = main
  const steps: Readonly<Record<string, FlowStep>> = {
    ...main.steps,
    hello: said('Hello.', 'pin'),
    pin: collect('pin', { next: 'which', otherwise: 'menu' }, true),
    which: {
      kind: 'branch',
      cases: [
        { name: 'pin', test: { kind: 'starts-with', text: '1' }, to: id('inside') },
        { name: 'pin', test: { kind: 'above', than: '4000' }, to: id('outside') },
      ],
      otherwise: id('menu'),
    },
    inside: { kind: 'flow', flow: toId('inner'), next: id('menu') },
    outside: {
      kind: 'transfer',
      to: '+441632960777',
      ringMs: 6000,
      busy: id('message'),
      noAnswer: id('message'),
    },
    message: {
      kind: 'voicemail',
      prompts: [{ kind: 'say', text: 'Leave a message.' }],
      recordMsMax: 20_000,
      silenceMs: 3000,
      endKey: '#',
      next: id('bye'),
    },
    q0: { ...queueStep(main.steps['q0']), timeout: id('message') },
  }
  const inner: Flow = {
    id: toId('inner'),
    name: 'Inside',
    version,
    start: id('number'),
    steps: {
      number: collect('number', { next: 'keep', otherwise: 'back' }, false),
      keep: { kind: 'set', values: { told: 'number {number}' }, next: id('tell') },
      tell: said('{told}.', 'back'),
      back: { kind: 'return' },
    },
  }
  return [{ ...main, steps }, inner]
}

function queueStep(step: FlowStep | undefined): Extract<FlowStep, { kind: 'queue' }> {
  if (step?.kind !== 'queue') throw new Error('the first queue has no step')
  return step
}
