import type { InviteView } from '#sip'
import { parseAddress, userOf } from '#sip'
import type { VoiceTrunk } from './voice-options.ts'

/**
 * Who calls: the number the trunk gives, or nobody who can be named. A carrier that vouches for it
 * asserts the number beside a From of any make; whoever wants privacy stays unknown (RFC 3325 §7).
 */
export function callerOf(
  invite: Pick<InviteView, 'from' | 'headers'>,
  { callerId }: Pick<VoiceTrunk, 'callerId'>,
): { readonly from: string; readonly fromName?: string } {
  const asserted = callerId?.trust === true ? assertedNumber(invite) : undefined
  const user = asserted ?? userOf(invite.from.uri)
  const from = user === '' || user.toLowerCase() === 'anonymous' ? 'anonymous' : user
  const name = invite.from.displayName.trim()
  return name === '' || from === 'anonymous' ? { from } : { from, fromName: name }
}

/** Of a name and a number, which may stand side by side (RFC 3325 §9.1), the number is whom one can call. */
function assertedNumber(invite: Pick<InviteView, 'headers'>): string | undefined {
  const wishes = invite.headers('privacy').flatMap(value => value.toLowerCase().split(/[;, ]+/))
  if (wishes.some(wish => ['id', 'user', 'header'].includes(wish))) return undefined
  const users = invite.headers('p-asserted-identity').flatMap(value => {
    const uri = parseAddress(value)?.uri
    return uri === undefined ? [] : [userOf(uri)]
  })
  return users.find(user => /^\+?\d+$/.test(user)) ?? users[0]
}
