import type { ContentfulStatusCode } from 'hono/utils/http-status'

/** A refusal of Graph: the HTTP status, its word for programs, and its sentence (graph reference §C). */
export interface GraphRefusal {
  readonly status: Extract<ContentfulStatusCode, 400 | 401 | 403 | 404 | 429 | 503>
  readonly code: string
  readonly message: string
  readonly retryAfterSeconds?: number
}

const unproven = (message: string): GraphRefusal => ({
  status: 401,
  code: 'InvalidAuthenticationToken',
  message,
})

const badRequest = (message: string): GraphRefusal => ({
  status: 400,
  code: 'BadRequest',
  message,
})

/** The refusals this emulator can give. */
export const refuse = {
  tokenMissing: (): GraphRefusal => unproven('Access token is empty.'),
  tokenUnreadable: (): GraphRefusal =>
    unproven('CompactToken parsing failed with error code: 80049217'),
  tokenForged: (): GraphRefusal => unproven('Access token validation failure. Invalid signature.'),
  tokenForOthers: (): GraphRefusal =>
    unproven('Access token validation failure. Invalid audience.'),
  tokenExpired: (): GraphRefusal =>
    unproven('Lifetime validation failed, the token is expired or not yet valid.'),
  permissionMissing: (): GraphRefusal => ({
    status: 403,
    code: 'Authorization_RequestDenied',
    message: 'Insufficient privileges to complete the operation.',
  }),
  bodyUnreadable: (): GraphRefusal =>
    badRequest(
      'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
    ),
  idsWrong: (words: string): GraphRefusal => badRequest(words),
  segmentUnknown: (segment: string): GraphRefusal =>
    badRequest(`Resource not found for the segment '${segment}'.`),
  userUnknown: (id: string): GraphRefusal => ({
    status: 404,
    code: 'Request_ResourceNotFound',
    message: `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  }),
  tooMany: (retryAfterSeconds: number): GraphRefusal => ({
    status: 429,
    code: 'TooManyRequests',
    message: 'Too many requests.',
    retryAfterSeconds,
  }),
  unavailable: (retryAfterSeconds: number): GraphRefusal => ({
    status: 503,
    code: 'ServiceUnavailable',
    message: 'The service is temporarily unavailable.',
    retryAfterSeconds,
  }),
} as const
