import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { LegId } from '#core'
import { until } from '../e2e/peers/until.ts'
import type { Floor } from './parts/floor.ts'
import { openFloor } from './parts/floor.ts'
import type { InviteChange, MicrosoftCall, MicrosoftSide } from './parts/microsoft-side.ts'
import { fieldIn, openMicrosoftSide } from './parts/microsoft-side.ts'
import { mainNumber, ourName } from './parts/people.ts'

/*
 * Calls from Teams to us, in the very words of Microsoft's traces: the cases O1 to O12 as far as
 * the called side has a part in them, and those of R about what we must be able to read.
 */

let floor: Floor
let microsoft: MicrosoftSide

beforeAll(async () => {
  floor = await openFloor()
  microsoft = await openMicrosoftSide(floor)
})
afterAll(async () => {
  await microsoft[Symbol.asyncDispose]()
  await floor[Symbol.asyncDispose]()
})
afterEach(() => floor.settled())

/** A call of Microsoft's, answered and acknowledged. */
async function connected(
  change: InviteChange = {},
): Promise<{ readonly call: MicrosoftCall; readonly leg: LegId; readonly answer: string }> {
  const call = await microsoft.invite(change)
  const leg = await floor.arrival()
  const answer = await call.next('SIP/2.0 200')
  await call.confirm(answer)
  return { call, leg, answer }
}

/** We hang up; Microsoft's side agrees. */
async function weHangUp({ call, leg }: { call: MicrosoftCall; leg: LegId }): Promise<string> {
  const gone = floor.order({ kind: 'hang-up', leg, why: 'ended' })
  const bye = await call.next('BYE')
  call.respond(bye, '200 OK')
  expect(await gone).toEqual({ ok: true })
  await microsoft.media.releaseLeg(call.legId)
  return bye
}

async function theyHangUp({ call, leg }: { call: MicrosoftCall; leg: LegId }): Promise<void> {
  await call.request('BYE', { over: 'new' })
  await call.next('SIP/2.0 200')
  expect(floor.told(leg).at(-1)).toMatchObject({ kind: 'leg-ended', by: 'far-end' })
  await microsoft.media.releaseLeg(call.legId)
}

test('O1: upper-case headers and a name without quotes are read, and requests of ours follow the route to the letter', async () => {
  const talk = await connected()
  expect(floor.told(talk.leg)[0]).toMatchObject({
    kind: 'interaction-arrived',
    from: '+441632960102',
    fromName: 'John Doe',
    to: mainNumber,
    trunk: 'teams',
  })
  expect(fieldIn(talk.answer, 'Contact')).toBe(`<sip:${ourName}:${floor.tlsPort};transport=tls>`)
  const bye = await weHangUp(talk)
  expect(bye.split('\r\n')[0]).toBe(`BYE ${talk.call.contact} SIP/2.0`)
  expect(fieldIn(bye, 'Route')).toBe(`<sip:127.0.0.1:${microsoft.backPort};transport=tls;lr>`)
})

test('O1: sound goes both ways over SRTP', async () => {
  const talk = await connected()
  const heardBy = async (): Promise<number> => {
    const { legs } = await microsoft.media.stats()
    return legs.find(one => one.legId === talk.call.legId)?.packetsIn ?? 0
  }
  await until('Microsoft’s leg hears packets', async () => (await heardBy()) > 10)
  expect(talk.answer).toMatch(/^m=audio \d+ RTP\/SAVP /m)
  await weHangUp(talk)
})

test('O5: the caller gives up before the answer', async () => {
  const call = await microsoft.invite()
  await call.next('SIP/2.0 100')
  await call.request('CANCEL', { branchOf: 'invite' })
  await call.next('SIP/2.0 200')
  const ended = await call.next('SIP/2.0 487')
  expect(fieldIn(ended, 'CSeq')).toBe('1 INVITE')
  await call.request('ACK', { branchOf: 'invite' })
  await microsoft.media.releaseLeg(call.legId)
})

test('O6: our BYE says why in a Reason with a Q.850 cause', async () => {
  const bye = await weHangUp(await connected())
  expect(fieldIn(bye, 'Reason')).toMatch(/^Q\.850;cause=16/)
})

test('O7: the asserted number and a wish for privacy do no harm; the caller is anonymous', async () => {
  const talk = await connected({
    from: '"Anonymous"<sip:anonymous@anonymous.invalid>',
    headers: ['P-ASSERTED-IDENTITY: <tel:+441632960102>,<sip:anna@contoso.example>', 'PRIVACY: id'],
  })
  expect(floor.told(talk.leg)[0]).toMatchObject({ from: 'anonymous' })
  await theyHangUp(talk)
})

test('O8: the number of a resource account is shown as caller like any other', async () => {
  const talk = await connected({
    from: '<sip:+441632960500@sip.pstnhub.microsoft.com:5061;user=phone>',
  })
  expect(floor.told(talk.leg)[0]).toMatchObject({ from: '+441632960500' })
  await theyHangUp(talk)
})

test('O9: the session timer Microsoft offers is granted, with a refresher named', async () => {
  const talk = await connected()
  expect(fieldIn(talk.answer, 'X-MS-SBC')).toBe('Parley/Parley/1.2.3')
  expect(fieldIn(talk.answer, 'Session-Expires')).toMatch(/^3600;refresher=ua[cs]$/)
  await theyHangUp(talk)
})

test('O12: an INVITE with the caller’s place beside the SDP is read, and its SDP found', async () => {
  const talk = await connected({ multipart: true })
  expect(talk.answer).toMatch(/^m=audio [1-9]\d* RTP\/SAVP /m)
  await theyHangUp(talk)
})

test('R1, R2: the weaker suite is offered first under tag 0; we answer with SHA1_80 under its own tag', async () => {
  const talk = await connected()
  const keys = talk.answer.match(/^a=crypto:.*$/gm) ?? []
  expect(keys).toHaveLength(1)
  expect(keys[0]).toMatch(/^a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:/)
  await theyHangUp(talk)
})

test('R1: a key with a life and an MKI is read', async () => {
  const talk = await connected({ sdp: sdp => sdp.replaceAll('|2^31', '|2^31|1:1') })
  expect(talk.answer).toMatch(/^a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:/m)
  await theyHangUp(talk)
})

test.each([true, false])(
  'R3: rtcp-mux is answered when offered, and only then (%s)',
  async offered => {
    const talk = await connected({ sdp: sdp => (offered ? withMux(sdp) : withoutMux(sdp)) })
    expect(talk.answer.includes('a=rtcp-mux')).toBe(offered)
    await theyHangUp(talk)
  },
)

function withoutMux(sdp: string): string {
  return sdp.replace('a=rtcp-mux\r\n', '')
}

function withMux(sdp: string): string {
  return sdp.includes('a=rtcp-mux') ? sdp : sdp.replace('a=sendrecv', 'a=rtcp-mux\r\na=sendrecv')
}

function withMoreCodecs(sdp: string): string {
  return sdp
    .replace(/^(m=audio \d+ \S+) /m, '$1 104 18 9 ')
    .replace(
      'a=sendrecv',
      'a=rtpmap:104 SILK/16000\r\na=rtpmap:18 G729/8000\r\na=fmtp:18 annexb=no\r\na=rtpmap:9 G722/8000\r\na=sendrecv',
    )
}

test('R4: of SILK, G.722, G.729 and G.711 one we speak is chosen', async () => {
  const talk = await connected({ sdp: withMoreCodecs })
  expect(talk.answer).toMatch(/^m=audio \d+ RTP\/SAVP [089] /m)
  await theyHangUp(talk)
})

test('R9: the name in the Request-URI tells which trunk is meant, in any case of letters; another name is turned away', async () => {
  const talk = await connected({ host: `${ourName.toUpperCase()}:${floor.tlsPort}` })
  await theyHangUp(talk)
  const call = await microsoft.invite({ host: 'sbc.fabrikam.example:5061' })
  expect(fieldIn(await call.next('SIP/2.0 403'), 'CSeq')).toBe('1 INVITE')
  await call.request('ACK', { branchOf: 'invite' })
  await microsoft.media.releaseLeg(call.legId)
})

/** One hop of a forwarded call, its Reason escaped as Microsoft writes it (direct-routing §2.6). */
function history(number: string, index: string): string {
  return `<sip:${number}@sip.pstnhub.microsoft.com:5061;user=phone?Reason=SIP%3Bcause%3D302%3Btext%3D%22Moved%20temporarily%22>;index=${index}`
}

test('R10, R11, R14: history in folded lines, foreign attributes and the headers of local media do no harm', async () => {
  const talk = await connected({
    headers: [
      `HISTORY-INFO: ${history('+441632960201', '1')},`,
      ` ${history('+441632960202', '1.1')},`,
      `\t${history('+441632960203', '1.1.1')}`,
      `HISTORY-INFO: ${history('+441632960204', '1.1.1.1')}`,
      'X-MS-USERLOCATION: external',
      `X-MS-MEDIAPATH: proxysbc.contoso.example, ${ourName}`,
      'X-MS-USERSITE: Reading',
    ],
    sdp: sdp =>
      sdp.replace(
        'a=sendrecv',
        'a=x-ssrc-range:1-1\r\na=cryptoscale:1\r\na=maxptime:200\r\na=sendrecv',
      ),
  })
  expect(talk.answer).not.toMatch(/a=x-|cryptoscale|maxptime/)
  await theyHangUp(talk)
})

test('M8, M10: an offer from another media processor with another codec first is answered, and followed', async () => {
  const talk = await connected()
  const moved = `${talk.call.legId}-moved`
  const { media } = microsoft
  await media.createLeg({ legId: moved, callId: talk.call.callId, srtp: 'sdes', codecs: ['PCMA'] })
  const offer = await media.offer(moved)
  if (!offer.ok) throw new Error(offer.detail)
  await talk.call.request('INVITE', { over: 'new', sdp: offer.sdp })
  const answer = await talk.call.next('SIP/2.0 200')
  await talk.call.request('ACK', { over: 'new' })
  expect(answer).toMatch(/^m=audio \d+ RTP\/SAVP 8 /m)
  expect(port(answer)).toBe(port(talk.answer))
  await media.setRemote(moved, answer.slice(answer.indexOf('v=0')))
  await until('the new media processor hears us', async () => {
    const { legs } = await media.stats()
    return (legs.find(one => one.legId === moved)?.packetsIn ?? 0) > 10
  })
  await media.releaseLeg(moved)
  await theyHangUp(talk)
})

test('M6: a re-INVITE without an offer is answered with ours, and sound goes on by the ACK’s answer', async () => {
  const talk = await connected()
  await talk.call.request('INVITE', { over: 'new' })
  const offer = await talk.call.next('SIP/2.0 200')
  expect(offer).toMatch(/^m=audio \d+ RTP\/SAVP /m)
  expect(port(offer)).toBe(port(talk.answer))
  const { media } = microsoft
  const answer = await media.answer(talk.call.legId, offer.slice(offer.indexOf('v=0')))
  if (!answer.ok) throw new Error(answer.detail)
  await talk.call.request('ACK', { over: 'new', sdp: answer.sdp })
  const heard = async (): Promise<number> =>
    (await media.stats()).legs.find(one => one.legId === talk.call.legId)?.packetsIn ?? 0
  const before = await heard()
  await until('sound goes on', async () => (await heard()) > before + 10)
  await theyHangUp(talk)
})

test('an INVITE without an offer is answered with ours, and one whose ACK has no answer is ended', async () => {
  const call = await microsoft.invite({ sdp: () => '' })
  const leg = await floor.arrival()
  const offer = await call.next('SIP/2.0 200')
  expect(offer).toMatch(/^m=audio \d+ RTP\/SAVP /m)
  await call.confirm(offer)
  const bye = await call.next('BYE')
  expect(fieldIn(bye, 'Reason')).toMatch(/^Q\.850;cause=88/)
  call.respond(bye, '200 OK')
  expect(floor.told(leg).at(-1)).toMatchObject({ kind: 'leg-ended' })
  await microsoft.media.releaseLeg(call.legId)
})

function port(text: string): string | undefined {
  return /^m=audio (\d+)/m.exec(text)?.[1]
}

test('T11: a Replaces that names nothing of ours is 481, and one that is for early calls alone leaves the answered call', async () => {
  const talk = await connected()
  const ours = /;tag=([^;\s]+)/.exec(fieldIn(talk.answer, 'To'))?.[1] ?? ''
  const theirs = /;tag=([^;\s]+)/.exec(fieldIn(talk.answer, 'From'))?.[1] ?? ''
  const tags = `to-tag=${ours};from-tag=${theirs}`
  for (const [dialog, status] of [
    [`${talk.call.callId};to-tag=${theirs};from-tag=${ours}`, '481'],
    [`nobody;${tags}`, '481'],
    [`${talk.call.callId};${tags};early-only`, '486'],
    [`${talk.call.callId};to-tag=${ours}`, '400'],
  ] as const) {
    const call = await microsoft.invite({ headers: [`REPLACES: ${dialog}`] })
    expect((await call.next('SIP/2.0 4')).slice(8, 11)).toBe(status)
    await microsoft.media.releaseLeg(call.legId)
  }
  expect(floor.told(talk.leg).filter(({ kind }) => kind === 'leg-ended')).toEqual([])
  await weHangUp(talk)
})
