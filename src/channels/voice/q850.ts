/** ITU-T Q.850 (05/1998) table 1: the causes networks give for the end of a call, in words for the record. */
const causes: Readonly<Record<number, string>> = {
  1: 'unallocated number',
  2: 'no route to the transit network',
  3: 'no route to the destination',
  4: 'special information tone',
  5: 'misdialled trunk prefix',
  6: 'channel unacceptable',
  7: 'awarded in an established channel',
  8: 'preemption',
  9: 'preemption, circuit kept',
  14: 'ported number',
  16: 'normal clearing',
  17: 'user busy',
  18: 'no user responding',
  19: 'no answer from the user',
  20: 'subscriber absent',
  21: 'call rejected',
  22: 'number changed',
  23: 'redirected to a new destination',
  24: 'rejected by a feature of the destination',
  25: 'exchange routing error',
  26: 'cleared for another user',
  27: 'destination out of order',
  28: 'invalid number format',
  29: 'facility rejected',
  30: 'answer to a status enquiry',
  31: 'normal, unspecified',
  34: 'no circuit available',
  38: 'network out of order',
  39: 'permanent frame connection out of service',
  40: 'permanent frame connection in service',
  41: 'temporary failure',
  42: 'switching equipment congestion',
  43: 'access information discarded',
  44: 'requested circuit not available',
  46: 'precedence call blocked',
  47: 'resource unavailable',
  49: 'quality of service unavailable',
  50: 'facility not subscribed',
  53: 'outgoing calls barred in the group',
  55: 'incoming calls barred in the group',
  57: 'bearer capability not authorised',
  58: 'bearer capability not available',
  62: 'inconsistent access information',
  63: 'service not available',
  65: 'bearer capability not implemented',
  66: 'channel type not implemented',
  69: 'facility not implemented',
  70: 'restricted digital information only',
  79: 'service not implemented',
  81: 'invalid call reference',
  82: 'channel does not exist',
  83: 'no such suspended call',
  84: 'call identity in use',
  85: 'no call suspended',
  86: 'suspended call was cleared',
  87: 'user not a member of the group',
  88: 'incompatible destination',
  90: 'non-existent group',
  91: 'invalid transit network',
  95: 'invalid message',
  96: 'mandatory element missing',
  97: 'message type not implemented',
  98: 'message not compatible with the call state',
  99: 'element not implemented',
  100: 'invalid element contents',
  101: 'message not compatible with the call state',
  102: 'recovery on timer expiry',
  103: 'parameter passed on',
  110: 'message with unknown parameter discarded',
  111: 'protocol error',
  127: 'interworking',
}

/** RFC 3398 §8.2.6.1: the cause that stands for a final SIP status where its sender gave none. */
const causesOfStatus: Readonly<Record<number, number>> = {
  400: 41,
  401: 21,
  402: 21,
  403: 21,
  404: 1,
  405: 63,
  406: 79,
  407: 21,
  408: 102,
  410: 22,
  413: 127,
  414: 127,
  415: 79,
  416: 127,
  420: 127,
  421: 127,
  423: 127,
  480: 18,
  481: 41,
  482: 25,
  483: 25,
  484: 28,
  485: 1,
  486: 17,
  487: 16,
  488: 88,
  500: 41,
  501: 79,
  502: 38,
  503: 41,
  504: 102,
  505: 127,
  513: 127,
  600: 17,
  603: 21,
  604: 1,
  606: 88,
}

/** What a Q.850 cause is called; causes that are in no table are known by their class alone (Q.850 §2.2.5). */
export function causeName(cause: number): string {
  const named = causes[cause]
  if (named !== undefined) return named
  if (cause < 32) return 'normal'
  if (cause < 48) return 'resource unavailable'
  if (cause < 64) return 'service not available'
  if (cause < 80) return 'service not implemented'
  if (cause < 96) return 'invalid message'
  return cause < 112 ? 'protocol error' : 'interworking'
}

/** The cause a final status stands for; other statuses mean what the first of their class means. */
export function causeOfStatus(status: number): number {
  const known = causesOfStatus[status]
  if (known !== undefined) return known
  if (status >= 600) return 21
  if (status >= 500) return 41
  return status >= 400 ? 31 : 23
}
