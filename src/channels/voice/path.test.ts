import { expect, test } from 'vitest'
import { parseAddress } from '#sip'
import { answerHeaders, referredInvite } from './path.ts'
import type { VoiceTrunk } from './voice-options.ts'

const trunk: VoiceTrunk = {
  kind: 'direct-routing',
  id: 'teams',
  fqdn: 'sbc.contoso.example',
  port: 5061,
  proxies: [{ host: 'sip.pstnhub.microsoft.com', port: 5061 }],
  transfers: 'by-parley',
}

/** The call of ours that a Refer-To leads to. */
function calls(uri: string): ReturnType<typeof referredInvite> {
  const referTo = parseAddress(`<${uri}>`)
  if (referTo === undefined) throw new Error(`${uri} is no address`)
  return referredInvite({ trunks: [trunk], targets: () => [], version: '1' }, trunk, {
    refer: { referTo, referredBy: '<sip:anna@x>;x-tt=aB%3D' },
    leg: { way: { trunk: 'teams', from: '+441632960001' } },
    offer: { sdp: 'v=0' },
  })
}

test('A Refer-To is the Request-URI to the letter, and Referred-By comes back as it was', () => {
  const uri = 'sip:sip.pstnhub.microsoft.com:5061;transport=tls;x-m=8:orgid:7DE1'
  const invite = calls(uri)
  expect([invite?.requestUri, invite?.to.uri]).toEqual([uri, uri])
  expect(invite?.headers).toMatchObject({ 'Referred-By': '<sip:anna@x>;x-tt=aB%3D' })
  expect(invite?.headers).not.toHaveProperty('Replaces')
})

test('A Refer-To with Replaces has our call take the place of that one, and nothing else of it is obeyed', () => {
  const invite = calls(
    'sip:+441632960002@sip.pstnhub.microsoft.com;user=phone?Replaces=c1%40ms%3Bto-tag%3Dt%3Bfrom-tag%3Df&Subject=hello',
  )
  expect(invite?.requestUri).toBe('sip:+441632960002@sip.pstnhub.microsoft.com;user=phone')
  expect(invite?.headers).toMatchObject({ Replaces: 'c1@ms;to-tag=t;from-tag=f' })
  expect(JSON.stringify(invite?.headers)).not.toContain('hello')
})

test('An answer on Direct Routing names the paired name of its own trunk; a carrier hears what the listener calls itself', () => {
  expect(answerHeaders(trunk, '1')).toEqual({
    'X-MS-SBC': 'Parley/Parley/1',
    Contact: '<sip:sbc.contoso.example:5061;transport=tls>',
  })
  expect(answerHeaders({ kind: 'carrier', id: 'c', peers: [] }, '1')).toEqual({})
})
