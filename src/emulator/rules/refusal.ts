/** How Microsoft turns a request down: the SIP status, its own number, and the words of its Reason header. */
export interface Refusal {
  readonly status: number
  readonly reason: string
  /** ITU-T Q.850 cause. */
  readonly cause: number
  readonly phrase: string
  /** Microsoft's response code, shown in its call records (direct-routing §2.9). */
  readonly code: number
}

/** The refusals of the proxy, by what is wrong (direct-routing §2.9). */
export const refusals = {
  malformed: at(400, 'Bad Request', 41, 'Malformed request.', 0),
  contactIsAddress: at(403, 'Forbidden', 21, 'Contact must hold an FQDN.', 0),
  routeIsAddress: at(403, 'Forbidden', 21, 'Record-Route must hold an FQDN.', 0),
  trunkUnknown: at(403, 'Forbidden', 21, 'No trunk configuration found for this FQDN.', 510_532),
  callerBlocked: at(403, 'Forbidden', 21, 'Caller is blocked by the tenant.', 510_534),
  certificateMismatch: at(403, 'Forbidden', 21, 'Certificate does not match the Contact.', 0),
  numberUnassigned: at(404, 'Not Found', 1, 'Number is not assigned in tenant.', 511_404),
  numberMalformed: at(412, 'Precondition Failed', 28, 'Callee number is malformed.', 510_412),
  schemeUnsupported: at(416, 'Unsupported URI Scheme', 28, 'sips is not supported.', 0),
  extensionUnsupported: at(420, 'Bad Extension', 29, 'Extension is not supported.', 0),
  methodUnsupported: at(405, 'Method Not Allowed', 79, 'Method is not supported.', 0),
  replacesUnsupported: at(400, 'Bad Request', 29, 'Replaces is not supported.', 0),
  offerMissing: at(
    488,
    'Not Acceptable Here',
    88,
    'MediaOfferError: an offer is required.',
    531_000,
  ),
  offerUnreadable: at(410, 'Gone', 22, 'MediaOfferError', 531_000),
  offerNotSecure: at(488, 'Not Acceptable Here', 88, 'SrtpEncryptionRequired', 531_000),
  holdUnsupported: at(488, 'Not Acceptable Here', 88, 'Hold must be inactive.', 531_000),
  offerWithoutCodec: at(488, 'Not Acceptable Here', 88, 'NoAcceptableMedia', 531_000),
  referralAltered: at(400, 'Bad Request', 41, 'Referred-By or Request-URI was altered.', 0),
  noEndpoint: at(480, 'Temporarily Unavailable', 20, 'No callee endpoints were found.', 10_037),
  busy: at(486, 'Busy Here', 17, 'User is busy.', 0),
  declined: at(603, 'Decline', 21, 'CallDeclined', 0),
  cancelled: at(487, 'Request Terminated', 16, 'Call was cancelled.', 0),
  dialogUnknown: at(481, 'Call/Transaction Does Not Exist', 41, 'No such call.', 0),
  glare: at(491, 'Request Pending', 41, 'Another offer is pending.', 0),
  versionUnsupported: at(504, 'Server Time-out', 38, 'Bad start line.', 549_002),
  mediaFailed: at(500, 'Server Internal Error', 41, 'MediaProcessorUnavailable', 0),
} as const

function at(...row: readonly [number, string, number, string, number]): Refusal {
  const [status, reason, cause, phrase, code] = row
  return { status, reason, cause, phrase, code }
}
