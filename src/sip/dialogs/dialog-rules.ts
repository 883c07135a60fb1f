import type { DialogRules } from '../calls.ts'

/**
 * An offer as this far end understands it: where only `inactive` means hold (Microsoft, Direct Routing
 * SIP protocol, read 2022), every other way of not listening or not speaking is worded so.
 */
export function worded(sdp: string, rules: DialogRules | undefined): string {
  if (rules?.hold !== 'inactive') return sdp
  return sdp.replaceAll(/^a=(?:sendonly|recvonly)(?=\r?$)/gm, 'a=inactive')
}

/** Whether a far end must not be sent this method. What a call cannot do without is never forbidden. */
export function forbids(rules: DialogRules | undefined, method: string): boolean {
  return rules?.neverSends.includes(method) ?? false
}
