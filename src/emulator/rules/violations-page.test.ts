import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { refusals } from './refusal.ts'
import { violationRules } from './score-card.ts'
import type { ViolationCode } from './violation.ts'

/*
 * The page of what the emulated Microsoft watches for: made from the score card's own words, its
 * refusals, and the tests that show both; held to all three.
 */

const root = join(import.meta.dirname, '..', '..', '..')
const page = join(root, 'docs', 'reference', 'direct-routing-violations.md')

const rules = 'src/emulator/direct-routing/proxy-rules.test.ts'
const calls = 'src/emulator/direct-routing/proxy-calls.test.ts'
const out = 'src/emulator/direct-routing/calls-out.test.ts'

/** What becomes of a request: a refusal, or words where the call goes on; and the test that shows it. */
type Row = readonly [how: readonly (keyof typeof refusals)[] | string, file: string, as: string]

const table: Readonly<Record<ViolationCode, Row>> = {
  'contact-missing': [['malformed'], rules, 'OPTIONS without Contact'],
  'contact-ip': [['contactIsAddress'], rules, 'OPTIONS with an IP'],
  'contact-unknown': [['trunkUnknown'], rules, 'unknown FQDN'],
  'contact-not-in-certificate': [['certificateMismatch'], rules, 'other FQDN of the tenant'],
  'certificate-weak': [
    ['certificateMismatch'],
    rules,
    'a certificate of an elliptic key is refused',
  ],
  'record-route-ip': [['routeIsAddress'], rules, 'Record-Route with an IP'],
  'record-route-differs': ['tolerated', rules, 'another Record-Route'],
  'sips-uri': [['schemeUnsupported'], rules, 'sips:'],
  'number-without-plus': [['numberMalformed', 'numberUnassigned'], rules, 'number without plus'],
  'user-phone-missing': ['tolerated', rules, 'no user=phone'],
  'from-not-e164': ['tolerated', rules, 'a caller without plus'],
  'method-not-allowed': [['methodUnsupported'], calls, 'UPDATE'],
  'replaces-sent': [['replacesUnsupported'], rules, 'Replaces'],
  'requires-extension': [['extensionUnsupported'], rules, 'Require: 100rel'],
  'sdp-missing': [['offerMissing'], rules, 'no SDP'],
  'sdp-unreadable': [['offerUnreadable'], rules, 'SDP that is none'],
  'rtp-not-savp': [['offerNotSecure'], rules, 'plain RTP'],
  'crypto-missing': [['offerNotSecure'], rules, 'only SHA1_32'],
  'codec-missing': [['offerWithoutCodec'], rules, 'no codec in common'],
  'payload-type-duplicate': [['offerWithoutCodec'], rules, 'payload type twice'],
  'hold-not-inactive': [['holdUnsupported'], calls, 'hold by sendonly'],
  'hold-zero-address': [['holdUnsupported'], calls, 'hold by 0.0.0.0'],
  'media-moved': ['200, and sound goes on to the old address', calls, 'moved media'],
  'origin-version-stuck': ['tolerated', calls, 'a version that stands still'],
  'origin-session-changed': ['tolerated', calls, 'another session'],
  'request-uri-changed': [['dialogUnknown'], calls, 'another Request-URI'],
  'route-missing': ['tolerated', calls, 'no Route'],
  'retry-after-decline': ['the phone rings again', calls, 'who calls again right after a 603'],
  'options-too-often': ['200', rules, 'OPTIONS is answered without a To tag'],
  'options-too-rare': ['the trunk counts as dead', rules, 'OPTIONS is answered without a To tag'],
  'to-tag-missing': ['tolerated', rules, 'OPTIONS is answered without a To tag'],
  'ack-missing': ['BYE after 32 s, 408/1106', calls, 'an answer that is never acknowledged'],
  'provisional-missing': ['the next SBC, or 408/500001', out, 'says nothing for ten seconds'],
  'bye-before-notify': ['200, and the transfer is lost', calls, 'a BYE before its report'],
  'notify-missing': ['the transfer is lost', calls, 'of whose end nobody tells'],
  'referred-by-altered': [['referralAltered'], calls, 'a transfer by REFER'],
}

/** What is written down without a refusal of its own in a test’s table says `ignored` there. */
const ignored: ReadonlySet<ViolationCode> = new Set<ViolationCode>([
  'record-route-differs',
  'user-phone-missing',
  'from-not-e164',
  'media-moved',
  'origin-version-stuck',
  'origin-session-changed',
  'route-missing',
  'retry-after-decline',
  'options-too-often',
  'options-too-rare',
  'to-tag-missing',
  'bye-before-notify',
  'notify-missing',
])

const codes: readonly ViolationCode[] = Object.keys(table).filter(
  (code): code is ViolationCode => code in violationRules,
)

test('every rule of the score card is in the table', () => {
  expect(codes.toSorted()).toEqual(Object.keys(violationRules).toSorted())
})

test('for each broken rule there is a test that sees it on the score card, in the log, and what became of it', async () => {
  const missing = await Promise.all(
    codes.map(async code => {
      const [, file, as] = table[code]
      const text = await readFile(join(root, file), 'utf8')
      const seen = `'${code} ${ignored.has(code) ? 'ignored' : 'refused'}'`
      return text.includes(as) && text.includes(seen) ? [] : [`${code}: ${file}: ${as}, ${seen}`]
    }),
  )
  expect(missing.flat()).toEqual([])
})

test('docs/reference/direct-routing-violations.md says what the table says (PARLEY_WRITE=1 writes it)', async () => {
  const rows = codes.map(code => {
    const [how, file, as] = table[code]
    const [words, rule] = violationRules[code]
    return `| \`${code}\` | ${words} | ${answer(how)} | ${rule} | \`${file}\`: ${as} |`
  })
  const text = [
    '# What the emulated Microsoft refuses and writes down',
    '',
    'Every rule of Direct Routing that the emulator watches. Whatever breaks one is answered as Microsoft would,',
    'stands on the score card (`GET /emulator/api/world`, `violations`), and is one line of the log at level `warn`,',
    'message `rule broken`, with the code, the words, the Call-ID and whether it was `refused` or `ignored`; a',
    'refusal is another line, `refused`, with status, phrase and Microsoft’s own number. Refusals carry the phrase',
    'in `Reason: Q.850`. This page is made from `src/emulator/rules`.',
    '',
    '| code | what is broken | what follows | where the rule is from | seen in |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n')
  if (process.env['PARLEY_WRITE'] === '1') await writeFile(page, text)
  expect(await readFile(page, 'utf8')).toBe(text)
})

function answer(how: Row[0]): string {
  if (typeof how === 'string') return how
  return how
    .map(name => {
      const { status, reason, phrase, code } = refusals[name]
      return `${status} ${reason}, “${phrase}”${code === 0 ? '' : ` (${code})`}`
    })
    .join('; or ')
}
