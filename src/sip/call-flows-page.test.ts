import { readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/* The page of call flows is made from this table, and the table is held to the tests it names. */

const root = join(import.meta.dirname, '..', '..')
const page = join(root, 'docs', 'reference', 'call-flows.md')

type Kind =
  | 'lost'
  | 'repeated'
  | 'reordered'
  | 'crossed'
  | 'cancelled'
  | 'forked'
  | 'changed'
  | 'handed on'
  | 'ended'

const flows = 'src/sip/call-flows.test.ts'
const crossed = 'src/sip/crossed-offers-flows.test.ts'
const within = 'src/sip/checks-within-flows.test.ts'
const early = 'src/sip/early-dialog-flows.test.ts'
const timers = 'src/sip/session-timer-flows.test.ts'
const talk = 'src/channels/voice/changed-talk.test.ts'
const late = 'src/sip/lost-and-late-flows.test.ts'
const patience = 'src/sip/patience-flows.test.ts'
const session = 'src/sip/session-flows.test.ts'
const acks = 'src/sip/acknowledgement-flows.test.ts'
const strangers = 'src/sip/strangers-flows.test.ts'
const rules = 'src/sip/uas-rules.test.ts'
const transfer = 'src/sip/transfer-flows.test.ts'
const machines = 'src/sip/transactions/machines.test.ts'

const table: readonly (readonly [Kind, clause: string, file: string, name: string])[] = [
  ['lost', 'RFC 3261 §17.1.1', flows, 'a lost INVITE is sent again after T1'],
  ['lost', 'RFC 3261 §13.3.1.4', flows, 'a lost 200 is repeated until it is acknowledged'],
  ['lost', 'RFC 3261 §13.2.2.4', flows, 'a lost ACK is sent again for every repeated 200'],
  [
    'lost',
    'RFC 3261 §13.3.1.4',
    flows,
    'an ACK that never comes ends the call with a BYE after 64·T1',
  ],
  ['lost', 'RFC 3261 §17.1.1.2', flows, 'nobody answers at all: Timer B fails the call as 408'],
  [
    'lost',
    'RFC 3261 §14.1',
    patience,
    'the ACK of a re-INVITE that got lost is sent again, and the call goes on',
  ],
  [
    'lost',
    'RFC 3261 §17.2.1',
    flows,
    'the called side declines, and the lost answer is repeated until acknowledged',
  ],
  ['lost', 'RFC 3261 §17.1.2', late, 'a lost BYE is sent again, and a lost answer to it too'],
  ['repeated', 'RFC 3261 §17.2.3', flows, 'a repeated INVITE is one call'],
  [
    'repeated',
    'RFC 6026 §8.4',
    late,
    'a 200 that is repeated long after its ACK is acknowledged each time, and heard once',
  ],
  [
    'repeated',
    'RFC 3261 §17.1.1',
    machines,
    'an INVITE over UDP doubles its pause without a cap, and absorbs repeated refusals',
  ],
  ['repeated', 'RFC 3261 §13.3.1.1', patience, 'a phone that rings for long says so every minute'],
  ['repeated', 'RFC 3261 §8.2.2.2', rules, 'the same INVITE on a second path is a merged request'],
  ['reordered', 'RFC 3261 §13.2.2.1', flows, 'a 180 that arrives after the 200 changes nothing'],
  ['reordered', 'RFC 3261 §12.2.2', rules, 'an overtaken request inside a call is out of order'],
  ['reordered', 'RFC 3261 §15', late, 'a BYE that overtakes the ACK ends the call all the same'],
  [
    'reordered',
    'RFC 3261 §13.3.1.4',
    crossed,
    'a re-INVITE that overtakes the ACK of an earlier 200 is answered, and each 200 waits for its own ACK',
  ],
  [
    'crossed',
    'RFC 3261 §15.1.2',
    flows,
    'BYE crosses BYE: both are answered, each side hears one end',
  ],
  [
    'crossed',
    'RFC 3261 §14.1',
    session,
    're-INVITEs that cross get 491, and the side without the Call-ID tries first',
  ],
  [
    'crossed',
    'RFC 3264 §8',
    talk,
    'our hold that crossed an offer of theirs is described anew, and taken back as ever',
  ],
  [
    'crossed',
    'RFC 5407 §3.1.5',
    crossed,
    'an offer that comes while a 200 of ours waits for the answer to ours crosses it',
  ],
  [
    'crossed',
    'RFC 3261 §15',
    session,
    'hanging up while a re-INVITE is open leaves nothing behind',
  ],
  [
    'crossed',
    'RFC 3261 §9.1',
    flows,
    'a late CANCEL crosses the 200: the answer is acknowledged and hung up',
  ],
  [
    'crossed',
    'RFC 3261 §9.2',
    late,
    'a CANCEL that crosses a refusal changes nothing: the refusal is what is heard',
  ],
  ['cancelled', 'RFC 3261 §9.1', flows, 'the caller cancels while it rings'],
  ['cancelled', 'RFC 3261 §9.1', flows, 'a cancel before any response waits for one'],
  [
    'cancelled',
    'RFC 3261 §9.1',
    flows,
    'a cancelled call whose final response never comes is let go after 64·T1',
  ],
  [
    'cancelled',
    'RFC 3261 §13.2',
    flows,
    'nobody picks up in time: the call is cancelled and fails as no-answer',
  ],
  [
    'cancelled',
    'RFC 3261 §9.1',
    strangers,
    'a CANCEL that crosses a challenge ends the call: no second INVITE goes out',
  ],
  ['cancelled', 'RFC 3261 §17.1.2', late, 'a lost CANCEL is sent again until it is answered'],
  [
    'forked',
    'RFC 3261 §13.2.2.4',
    rules,
    'two forks answer: the first keeps the call, the other is acknowledged and hung up',
  ],
  [
    'forked',
    'RFC 3261 §16.7',
    rules,
    '503 and silence move on to the next target; a refusal does not',
  ],
  [
    'forked',
    'RFC 3263 §4.3',
    acks,
    'the ACK goes to the address that took the INVITE, not to one that refused it',
  ],
  [
    'forked',
    'RFC 3263 §4.3',
    acks,
    'an ACK that one address refuses goes to the next, and there again for each repeated 200',
  ],
  ['changed', 'RFC 3261 §14', session, 'either side changes the session with a re-INVITE'],
  [
    'changed',
    'RFC 4028 §10',
    session,
    'a session that is not refreshed by the caller ends before its interval does',
  ],
  [
    'changed',
    'RFC 4028 §7.2',
    session,
    'a far end that vanished is noticed when its session is refreshed',
  ],
  [
    'changed',
    'RFC 3311 §5.2',
    early,
    'an UPDATE while a call rings is answered: its offer once ours is settled, and never with 481',
  ],
  [
    'changed',
    'RFC 3311 §5.2',
    early,
    'the far end of a call of ours may UPDATE while it rings; an offer of its own crosses ours',
  ],
  [
    'changed',
    'RFC 4028 §10',
    within,
    'a re-INVITE that is refused does not take the end of the session away',
  ],
  [
    'changed',
    'RFC 4028 §7.2',
    timers,
    'what the far end says of its sound in the answer to a refresh reaches the owner',
  ],
  [
    'changed',
    'RFC 4028 §10',
    timers,
    'a refresh that is refused for now is tried again when the far end says, and the call goes on',
  ],
  [
    'changed',
    'RFC 4028 §10',
    timers,
    'a far end that refuses every refresh is asked again and again, and hung up before the session ends',
  ],
  [
    'changed',
    'RFC 3264 §4',
    rules,
    'an INVITE without an offer gets ours, and the answer comes with the ACK',
  ],
  [
    'handed on',
    'RFC 3515',
    transfer,
    'REFER is handed to the owner, and its NOTIFYs report how the new call goes',
  ],
  [
    'handed on',
    'RFC 3891',
    transfer,
    'an INVITE with Replaces takes the place of a call, which ends as replaced',
  ],
  [
    'ended',
    'RFC 3261 §15',
    patience,
    'who answers and hangs up at once waits with the BYE for the ACK',
  ],
  [
    'ended',
    'RFC 3261 §12.2.1.2',
    patience,
    'a call the far end has forgotten is over with its 481',
  ],
  ['ended', 'RFC 3326', patience, 'a hang-up says why, and the other side hears it'],
]

const kinds: Readonly<Record<Kind, string>> = {
  lost: 'A message is lost',
  repeated: 'A message comes twice',
  reordered: 'A message overtakes another',
  crossed: 'Messages cross',
  cancelled: 'A call is taken back',
  forked: 'A call forks, or goes another way',
  changed: 'A session changes, or is not refreshed',
  'handed on': 'A call is handed on',
  ended: 'A call ends',
}

test('every flow is a test of that very name, once', async () => {
  const texts = new Map(
    await Promise.all(
      [...new Set(table.map(([, , file]) => file))].map(
        async file => [file, await readFile(join(root, file), 'utf8')] as const,
      ),
    ),
  )
  const missing = table.filter(([, , file, name]) => !texts.get(file)?.includes(`test('${name}'`))
  expect(missing).toEqual([])
  expect(new Set(table.map(([, , , name]) => name)).size).toBe(table.length)
})

test('none of the flows waits for real time', async () => {
  const names = (await readdir(import.meta.dirname)).filter(name => name.endsWith('-flows.test.ts'))
  const waiting = await Promise.all(
    names.map(async name => {
      const text = await readFile(join(import.meta.dirname, name), 'utf8')
      return /\bsetTimeout\(|timers\/promises/.test(text) ? [name] : []
    }),
  )
  expect(names.length).toBeGreaterThan(3)
  expect(waiting.flat()).toEqual([])
})

test('docs/reference/call-flows.md says what the table says (PARLEY_WRITE=1 writes it)', async () => {
  const parts = Object.entries(kinds).flatMap(([kind, title]) => [
    `## ${title}`,
    '',
    '| flow | clause | test |',
    '| --- | --- | --- |',
    ...table
      .filter(([one]) => one === kind)
      .map(([, clause, file, name]) => `| ${name} | ${clause} | \`${file}\` |`),
    '',
  ])
  const text = [
    '# Call flows, and the test of each',
    '',
    'What becomes of a call when the network does its worst. Each flow is a test of that very name under a virtual',
    'clock, over a network that loses, doubles and delays at will; none waits for real time. At the end of each,',
    'every transaction, dialog and timer is gone. This page is made from `src/sip/call-flows-page.test.ts`.',
    '',
    ...parts,
  ].join('\n')
  if (process.env['PARLEY_WRITE'] === '1') await writeFile(page, text)
  expect(await readFile(page, 'utf8')).toBe(text)
})
