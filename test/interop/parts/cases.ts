/** One case of the catalogue of Direct Routing tests: what it is about, and where it is seen to hold. */
export type Case = readonly [number: string, about: string, seen: Seen]

/** A test of this folder by its number alone, tests elsewhere by file and words, or why there is none. */
export type Seen = 'here' | { readonly in: string; readonly as: string } | { readonly not: string }

const rules = 'src/emulator/direct-routing/proxy-rules.test.ts'
const calls = 'src/emulator/direct-routing/proxy-calls.test.ts'

const out = 'src/emulator/direct-routing/calls-out.test.ts'

const refused = (as: string): Seen => ({ in: rules, as })
const called = (as: string): Seen => ({ in: calls, as })
const outward = (as: string): Seen => ({ in: out, as })
const not = (words: string): Seen => ({ not: words })

const noBypass = 'Media bypass needs ICE; our trunks go through Microsoft’s media processors.'

/** All cases of the catalogue, in its order. Nothing may be missing: what is not seen says why. */
export const cases: readonly Case[] = [
  ['C1', 'OPTIONS both ways with all three datacenters', 'here'],
  ['C2', 'An IP address in the Contact', refused("'OPTIONS with an IP'")],
  ['C3', 'A certificate that does not prove our name', 'here'],
  ['C4', 'OPTIONS without Contact', refused("'OPTIONS without Contact'")],
  ['C5', 'A name nobody registered', refused("'unknown FQDN'")],
  ['C6', 'TLS versions and suites', refused('a handshake with %j fails')],
  ['C7', 'Expired or untrusted certificates of ours', 'here'],
  ['C8', 'Whoever speaks for Microsoft proves its name', 'here'],
  ['C9', 'OPTIONS that stop', refused('OPTIONS is answered without a To tag')],
  ['C10', 'OPTIONS too often', 'here'],
  ['C11', 'A datacenter that cannot be reached', 'here'],
  ['C12', '503 with Retry-After', 'here'],
  ['C13', 'Requests within a call over another connection', 'here'],
  ['C14', 'A port other than 5061', 'here'],
  ['C15', 'A renewed certificate', 'here'],
  ['I1', 'A plain call, ended from either side', 'here'],
  ['I2', '183 with sound before the answer', 'here'],
  ['I3', 'Three clients ring', 'here'],
  ['I4', 'An answer under a tag that never rang', 'here'],
  ['I5', 'The caller gives up', 'here'],
  ['I6', 'Another phone was quicker', 'here'],
  ['I7', 'Declined', 'here'],
  ['I8', 'Busy', 'here'],
  ['I9', 'Voicemail, and nobody online', 'here'],
  ['I10', 'Numbers without plus, or unknown', 'here'],
  ['I11', 'INVITE without SDP', refused("'no SDP'")],
  ['I12', 'INVITE with Replaces', refused("'Replaces'")],
  ['I13', 'Offers Microsoft refuses, and the one we make', 'here'],
  ['I14', 'A lost ACK', called('an answer that is never acknowledged')],
  ['I15', 'Forwarded to the phone network by the user', outward('a call that is forwarded after')],
  ['I16', 'Rings a Teams user and a phone at once', 'here'],
  ['I17', 'A blocked caller', 'here'],
  ['I18', 'An anonymous caller', 'here'],
  ['I19', 'A call queue or attendant answers', 'here'],
  ['I20', 'A 183 of silence', 'here'],
  ['O1', 'A call from Teams in Microsoft’s own spelling', 'here'],
  [
    'O2',
    '183 with sound of ours',
    not(
      'None is needed: a 183 is for who waits for a phone beyond. Parley is the called party, answers with 200 within its first second, and what it says is in the answered call.',
    ),
  ],
  ['O3', 'No response within ten seconds', outward('says nothing for ten seconds')],
  [
    'O4',
    'Which of our statuses move on to another trunk',
    outward('a number outside that says %s ends the call'),
  ],
  ['O5', 'The Teams user gives up', 'here'],
  ['O6', 'We hang up, and say why', 'here'],
  ['O7', 'Asserted number and privacy', 'here'],
  ['O8', 'A resource account’s number as caller', 'here'],
  [
    'O9',
    'The session timer',
    {
      in: 'src/emulator/direct-routing/long-calls.test.ts',
      as: 'O9: a call out of Teams whose refresher is Teams',
    },
  ],
  ['O10', 'Our port is closed', 'here'],
  ['O11', 'A drained trunk', 'here'],
  ['O12', 'An emergency call’s multipart body', 'here'],
  ['M1', 'We hold', 'here'],
  ['M2', 'Hold by sendonly or 0.0.0.0', 'here'],
  ['M3', 'Teams holds without music', 'here'],
  ['M4', 'Teams holds with music', 'here'],
  [
    'M5',
    'Hold for long, and resume',
    { in: 'src/media/studio/rest.test.ts', as: 'M5: held for ten minutes a leg still reports' },
  ],
  ['M6', 'Re-INVITE without SDP', 'here'],
  ['M7', 'Moved media', 'here'],
  ['M8', 'Microsoft moves to another media processor', 'here'],
  ['M9', 'Keys', 'here'],
  ['M10', 'Microsoft changes the codec', 'here'],
  ['M11', 'Glare', { in: 'src/sip/session-flows.test.ts', as: 're-INVITEs that cross get 491' }],
  ['M12', 'Methods Microsoft does not know', 'here'],
  ['T1', 'Blind transfer to a Teams user by REFER', 'here'],
  ['T2', 'Blind transfer to the phone network by REFER', 'here'],
  ['T3', 'Consultative transfer by REFER', 'here'],
  ['T4', 'An altered Referred-By', called('a transfer by REFER')],
  ['T5', 'NOTIFY that never comes', called('of whose end nobody tells')],
  ['T6', 'Our BYE before the report', 'here'],
  ['T7', 'The target is busy', 'here'],
  ['T8', 'REFER over another connection', 'here'],
  ['T9', 'Header fields of 400 characters', 'here'],
  ['T10', 'An SBC without REFER', 'here'],
  ['T11', 'INVITE with Replaces from Microsoft', 'here'],
  ['T12', 'We hand a customer over', 'here'],
  ['T13', 'Transfer on a bypass trunk', not(noBypass)],
  ['T14', 'Ringing during a transfer', 'here'],
  ['R1', 'Keys with tag 0, lifetime, MKI', 'here'],
  ['R2', 'The weaker suite first', 'here'],
  ['R3', 'rtcp-mux on and off', 'here'],
  ['R4', 'Codecs', 'here'],
  ['R5', 'Bypass: checks from two endpoints', not(noBypass)],
  ['R6', 'Bypass: no candidates', not(noBypass)],
  ['R7', 'ICE restart', not(noBypass)],
  ['R8', 'The same short number in two organisations', 'here'],
  ['R9', 'The Request-URI’s host tells the trunk', 'here'],
  ['R10', 'Unknown attributes', 'here'],
  ['R11', 'Long messages and folded history', 'here'],
  [
    'R12',
    'A hundred calls for an hour with loss',
    not(
      'In parts: `npm run campaign:soak` for calls and leaks, its numbers in docs/reference/campaigns.md; loss in test/e2e/faults.test.ts (a lossy network) and src/media. An hour of a hundred voices is for a machine of its own.',
    ),
  ],
  [
    'R13',
    'A loop back to the same number',
    not(
      'No call of ours can loop: Parley answers before it calls anybody, so a call that comes back to its own number is a new caller in line, whom the agent already ringing is not offered. Microsoft’s own 500 (510482) is to the queue a phone that cannot be reached: src/channels/voice/causes.test.ts.',
    ),
  ],
  ['R14', 'Headers of local media optimisation', 'here'],
  [
    'R15',
    'The whole way of a customer',
    { in: 'test/e2e/answered-call.test.ts', as: 'a caller over %s hears the greeting' },
  ],
  [
    'R16',
    'The agent declines or does not answer',
    {
      in: 'test/e2e/calls-that-end-early.test.ts',
      as: 'an agent who does not answer is set aside',
    },
  ],
  ['R17', 'Voicemail must not take a customer', 'here'],
]
