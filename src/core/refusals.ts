import type { Refusal, RefusalCode } from './effect.ts'
import { flags, isOn } from './flags.ts'
import type { Turn } from './turn.ts'

const texts: Readonly<Record<RefusalCode, readonly [words: string, remedy: string]>> = {
  'not-configured': ['the tenant has no configuration yet', 'publish the configuration first'],
  'unknown-agent': [
    'there is no such agent',
    'add the agent to the configuration, or check the id',
  ],
  'unknown-interaction': [
    'there is no such interaction under way',
    'it may have ended: look it up in the list of interactions',
  ],
  'unknown-leg': ['there is no such leg', 'nothing to do: the leg has ended'],
  'unknown-order': ['no such order is out', 'nothing to do: its result came before'],
  'unknown-flow': ['there is no such flow', 'name a flow of this tenant'],
  'unknown-disposition': [
    'this disposition is not offered in the queue',
    'choose one of the queue’s dispositions',
  ],
  'not-signed-in': ['the agent is not signed in', 'sign in first'],
  'already-so': ['it is so already', 'nothing to do'],
  'not-your-offer': [
    'the offer is not before this agent',
    'it may have ended: look at the desk again',
  ],
  'not-your-interaction': ['the interaction is not with this agent', 'look at the desk again'],
  'not-in-wrap-up': [
    'the interaction is not in wrap-up',
    'end the talk first, or see whether the time has run out',
  ],
  'not-talking': ['there is no talk under way', 'look at the desk again'],
  'not-held': ['the customer is not on hold', 'look at the desk again'],
  'in-consult': ['a consultation is under way', 'end the consultation first'],
  'not-in-consult': [
    'nobody is being consulted, or nobody has answered yet',
    'look at the desk again',
  ],
  'target-unknown': ['there is nobody to be called there', 'choose a queue, an agent or a number'],
  'target-busy': ['this agent is not free', 'choose somebody else, or transfer to a queue'],
  'queue-not-open': ['the queue takes nobody in now', 'choose another queue'],
  'channel-closed': [
    'the tenant does not take this channel',
    'name the channel under “channels” in the tenant’s configuration',
  ],
  'channel-cannot': [
    'this cannot be done with work of this channel',
    'look at what the desk offers for it',
  ],
  'too-many': ['too many interactions are under way', 'try again later'],
  'reason-missing': ['not ready needs a reason', 'give a reason'],
  'wrap-up-too-long': [
    'wrap-up cannot be extended any further',
    'file the interaction, or skip it',
  ],
  'note-too-long': ['the text is too long', 'shorten it'],
  'not-a-supervisor': ['this is for supervisors', 'ask a supervisor'],
  'supervisor-busy': ['you have work of your own just now', 'finish it first'],
  'own-talk': ['this talk is your own', 'choose another agent’s'],
  'not-waiting': [
    'the interaction is not waiting in a queue',
    'it may have been offered or ended: look at the floor again',
  ],
  'monitored-already': ['another supervisor is in this talk', 'ask them, or wait until they leave'],
  'not-monitored': ['you are not in this talk', 'listen in first'],
  'not-recording': ['nothing is being recorded', 'nothing to do'],
  'keys-unfit': ['these are no keys of a phone', 'send up to 32 of 0 to 9, * and #'],
  'form-unfit': ['the form is not filled as it has to be', 'answer what the words name'],
  'not-awaited': ['nothing waits for this now', 'nothing to do'],
  'nothing-due': ['no timer is due', 'nothing to do'],
  'invariant-broken': [
    'a fault of Parley’s own met this',
    'what it concerned was ended; the alarm in the log names the file to send with a report',
  ],
}

/** Why what a phone said changes nothing. The channel that says it asks for no answer: nobody is alarmed by it. */
export function notAwaited({ state }: Turn, detail: string): Refusal | undefined {
  return isOn(state, flags.refuseIdleWords) ? refuse('not-awaited', detail) : undefined
}

/** Why an input changed nothing, with the detail of this case. */
export function refuse(code: RefusalCode, detail: string): Refusal {
  const [words, remedy] = texts[code]
  return { code, words: `${words} (${detail})`, remedy }
}
