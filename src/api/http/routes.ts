import { z } from '@hono/zod-openapi'
import { boardView, deskView, meView, problem } from '#contract'
import { idLengthMax } from '#core'

/** The shapes routes are made of; the OpenAPI document is made from the routes. */

function problemSaid(description: string): {
  description: string
  content: { 'application/problem+json': { schema: typeof problem } }
} {
  return { description, content: { 'application/problem+json': { schema: problem } } }
}

/** What any route may answer instead of what was asked for. */
export const anyProblem = {
  400: problemSaid('The request does not fit its shape; `faults` says where'),
  401: problemSaid('Nobody is signed in'),
  403: problemSaid('Not allowed, or not from a page of this server'),
  429: problemSaid('Too often in too short a time; `Retry-After` says when'),
  503: problemSaid('The tenant is not running at the moment'),
}

/** The thing is not there. */
export const missing = problemSaid('Not there, or another organisation’s')
/** The core says no. */
export const refused = problemSaid('It makes no sense now; `code`, `detail` and `remedy` say why')

/** What was sent cannot be run or played. */
export const unfit = problemSaid('It cannot be taken; `complaints` says where and what to do')

/** A range that the file does not have. */
export const outOfRange = problemSaid('The range is not in the recording')

/** Answers that carry a view. */
export const deskSaid = said('The agent’s desk as it is now', deskView)
export const boardSaid = said('The floor as it is now', boardView)
export const meSaid = said('Who is signed in', meView)

/** An answer in JSON. */
export function said<Schema extends z.ZodType>(
  description: string,
  schema: Schema,
): { description: string; content: { 'application/json': { schema: Schema } } } {
  return { description, content: { 'application/json': { schema } } }
}

/** A body in JSON, which must be there. */
export function jsonBody<Schema extends z.ZodType>(
  schema: Schema,
): { required: true; content: { 'application/json': { schema: Schema } } } {
  return { required: true, content: { 'application/json': { schema } } }
}

/** An id in a path. */
export function idNamed(name: string): z.ZodString {
  return z
    .string()
    .max(idLengthMax)
    .regex(/^[a-z0-9][a-z0-9._~-]*$/, 'is not an id')
    .openapi({ param: { name, in: 'path' } })
}

/** The one id in a path. */
export const idInPath = z.object({ id: idNamed('id') })
